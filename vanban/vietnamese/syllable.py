"""One written word comes in; whether it can be a Vietnamese syllable goes out.

The spelling rules are strict enough to tell Vietnamese from text read in a wrong encoding.
"""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPPED = re.compile("(?:c|ch|p|t)$")
_HIGH_OR_HEAVY = {"\u0301", "\u0323"}  # a stopped syllable carries only sắc or nặng

_ONSETS = "b ch c d đ gh gi g h kh k l m ngh ng nh n ph p qu r s th tr t v x"
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu y yêm yên yêng yêt yêu
o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp
oăt oe oen oeo oet ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uêt uôc uôi uôm uôn uông uôt uơ uy
uya uych uyên uyêt uynh uyp uyt uyu ynh ych yt
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
"""
_SHAPE = re.compile(f"(?:{'|'.join(_ONSETS.split())})?(?:{'|'.join(_RHYMES.split())})")


def is_syllable(word: str) -> bool:
    """Whether the word is spelt like one Vietnamese syllable, in either placement of the tone."""
    marks = unicodedata.normalize("NFD", word.lower())
    tones = [sign for sign in marks if sign in _TONES]
    bare = unicodedata.normalize("NFC", "".join(s for s in marks if s not in _TONES))
    if len(tones) > 1 or not _SHAPE.fullmatch(bare):
        return False
    return not _STOPPED.search(bare) or bool(_HIGH_OR_HEAVY.intersection(tones))
