/* SPDX-License-Identifier: MIT */
/* The atomic operations that are needed, without <stdatomic.h>, which MSVC has only behind a switch. */
#ifndef AID_PYTHON_ATOMICS_H
#define AID_PYTHON_ATOMICS_H

#if defined(_MSC_VER)
#include <intrin.h>
typedef volatile long atomic_count;
#define atomic_add(count, change) (_InterlockedExchangeAdd((count), (change)) + (change))
#define atomic_swap(count, value) _InterlockedExchange((count), (value))
#define atomic_or_byte(byte, bits) _InterlockedOr8((volatile char *)(byte), (char)(bits))
#else
typedef long atomic_count;
#define atomic_add(count, change) __atomic_add_fetch((count), (change), __ATOMIC_ACQ_REL)
#define atomic_swap(count, value) __atomic_exchange_n((count), (value), __ATOMIC_ACQ_REL)
#define atomic_or_byte(byte, bits) (void)__atomic_fetch_or((byte), (bits), __ATOMIC_RELAXED)
#endif

#endif
