"""How names sound, so that people are found and ordered by 拼音. Pure."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from pypinyin import lazy_pinyin

LONGEST = 60
"""Characters of a name that are read; what comes after nobody types."""

_SURNAMES = {
    **{"单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "朴": "piao", "任": "ren"},
    **{"盖": "ge", "翟": "zhai", "种": "chong", "缪": "miao", "员": "yun", "贠": "yun", "逄": "pang", "祭": "zhai"},
    **{"覃": "qin", "黑": "he", "秘": "bi", "折": "she", "召": "shao", "乐": "yue", "洗": "xian", "冼": "xian"},
    **{"尉": "wei", "繁": "po", "句": "gou", "哈": "ha", "华": "hua", "宁": "ning", "过": "guo", "燕": "yan"},
    **{"应": "ying", "於": "yu", "都": "du", "能": "nai", "撒": "sa", "隗": "wei", "谌": "chen", "牟": "mou"},
    **{"柏": "bai", "薄": "bo", "车": "che", "石": "shi", "沈": "shen", "盛": "sheng", "强": "qiang", "曲": "qu"},
    **{"葛": "ge", "藏": "zang", "少": "shao", "佴": "nai", "幺": "yao", "郇": "xun", "仉": "zhang", "晟": "cheng"},
    **{"长": "zhang", "那": "na", "卜": "bu", "褚": "chu", "费": "fei", "宓": "mi", "訾": "zi", "嵇": "ji"},
}
"""Characters that sound otherwise, or may, when they are a surname."""
_ALSO = {"覃": "tan", "盖": "gai", "乐": "le", "牟": "mu", "谌": "shen", "隗": "kui", "种": "zhong", "缪": "mou"}
"""Surnames that families read in two ways: both are found."""
_DOUBLE = {
    **{"尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "长孙": ("zhang", "sun"), "单于": ("chan", "yu")},
    **{"澹台": ("tan", "tai"), "令狐": ("ling", "hu"), "呼延": ("hu", "yan"), "宇文": ("yu", "wen")},
    **{"尉氏": ("wei", "shi"), "皇甫": ("huang", "fu"), "夏侯": ("xia", "hou"), "诸葛": ("zhu", "ge")},
}


@lru_cache(maxsize=4096)
def pinyin(name: str) -> str:
    """The name in full and by initials: 张三 → `zhangsan zs`; of a surname with two readings both."""
    text = folded(name)[:LONGEST]
    readings = [_syllables(text)]
    if text[:1] in _ALSO and readings[0] and text[:2] not in _DOUBLE:
        readings.append([_ALSO[text[0]], *readings[0][1:]])
    return " ".join(f"{''.join(one)} {''.join(part[0] for part in one)}" for one in readings if one)


def folded(text: str) -> str:
    """The text as it is compared: width, case and accents do not matter."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", "".join(char for char in plain if not unicodedata.combining(char))).strip()


def _syllables(text: str) -> list[str]:
    """One for each Chinese character, one for each word in another script."""
    if text[:2] in _DOUBLE:
        return [*_DOUBLE[text[:2]], *_read(text[2:])]
    if text[:1] in _SURNAMES:
        return [_SURNAMES[text[0]], *_read(text[1:])]
    return _read(text)


def _read(text: str) -> list[str]:
    return [part for part in lazy_pinyin(text, errors=_words) if part]  # type: ignore[arg-type]  # it may give several


def _words(text: str) -> list[str]:
    """Letters and digits of what is not Chinese, word by word."""
    return "".join(char if char.isalnum() else " " for char in text).split()
