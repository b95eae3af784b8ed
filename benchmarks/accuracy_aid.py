"""`find` against news items on assistance in which one reader marked every quantity (aid_dev/, its GUIDE and decisions).

The relations of its guide and the relations of SPEC 3.1 that say the same:

    exact      eq                   over      over gt ge above    (以上 and 余 alike)
    about      approx               at_least  ge
    under      near lt le           at_most   le
    vague      several span ge      range     range

* `certain: false` counts neither way, and so do ordinals (level default leaves them) and what SPEC 8.5 leaves there:
  一 with a count classifier, one digit or a bare scale before a noun, date words with no numeral (去年, 今年底).
* A number whose noun follows (230万农牧民) has no unit in both.
* A period (20年来) or point (五个月后) is a window or date here; spans have to agree, values are not compared.
* A span is right if it is the same, or differs by what SPEC 0.1a places elsewhere: 钱 outside, a rate word (每户, 人均, 每斤) inside,
  今年 and 去年 before a month outside, 过 and 达 as SPEC 3.1 says, a change or range as one span.
"""
