"""Arrow's C structs put together by hand: what no library would hand over can be tried."""

import ctypes


class Schema(ctypes.Structure):
    pass


class Array(ctypes.Structure):
    pass


RELEASE = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_void_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.c_void_p),
    ("dictionary", ctypes.POINTER(Schema)),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]
Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.c_void_p),
    ("children", ctypes.c_void_p),
    ("dictionary", ctypes.POINTER(Array)),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]
NOTHING_TO_FREE = RELEASE(lambda pointer: None)
new_capsule = ctypes.pythonapi.PyCapsule_New
new_capsule.restype, new_capsule.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]


class HandMade:
    """An Arrow array put together by hand; it is kept alive by this object."""

    def __init__(
        self,
        form: bytes | None,
        length: int,
        contents: list,
        *,
        dictionary: "HandMade | None" = None,
        child: "HandMade | None" = None,
        metadata: bytes | None = None,
        **fields: object,
    ) -> None:
        self.kept = [None if buffer is None else ctypes.create_string_buffer(bytes(buffer)) for buffer in contents]
        addresses = [None if buffer is None else ctypes.addressof(buffer) for buffer in self.kept]
        self.pointers = (ctypes.c_void_p * max(len(addresses), 1))(*addresses)
        release = ctypes.cast(NOTHING_TO_FREE, ctypes.c_void_p)
        self.schema = Schema(format=form, release=release)
        if metadata is not None:
            self.metadata = ctypes.create_string_buffer(metadata)
            self.schema.metadata = ctypes.addressof(self.metadata)
        self.array = Array(length=length, n_buffers=len(contents), buffers=ctypes.addressof(self.pointers))
        self.array.release = release
        if dictionary is not None:
            self.dictionary = dictionary
            self.schema.dictionary = ctypes.pointer(dictionary.schema)
            self.array.dictionary = ctypes.pointer(dictionary.array)
        if child is not None:
            self.child = child
            self.schemas, self.arrays = (ctypes.c_void_p * 1)(), (ctypes.c_void_p * 1)()
            self.schemas[0], self.arrays[0] = ctypes.addressof(child.schema), ctypes.addressof(child.array)
            for struct, children in ((self.schema, self.schemas), (self.array, self.arrays)):
                struct.n_children, struct.children = 1, ctypes.addressof(children)
        for name, content in fields.items():
            assert hasattr(self.array, name)
            setattr(self.array, name, content)

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        return (
            new_capsule(ctypes.addressof(self.schema), b"arrow_schema", None),
            new_capsule(ctypes.addressof(self.array), b"arrow_array", None),
        )
