"""What ``python -m tests.patterns`` printed: shares of 200 draws, as docs/patterns.md shows them.

Whoever changes the model measures anew, and renews that page, these counts and report's limits.
"""

from __future__ import annotations

from typing import Final

from tests.patterns.statistics import GOAL, Share

EFFORT: Final = {
    "P1 plateau .75-.95": Share(187, 200, 200),
    "P1 plateau <= .97": Share(187, 189, 200),
    "P1 growth slows": Share(200, 200, 200),
    "P1 normal growth .04-.09": Share(35, 200, 200),
    "P1 campaign growth .6-2.5": Share(196, 200, 200),
    "P2 gap without liaisons": Share(0, 200, 200),
    "P2 gap with liaisons": Share(200, 200, 200),
    "P2 work never below": Share(200, 200, 200),
    "P2 work >= 95 %": Share(200, 200, 200),
}
NATION: Final = {
    "P3 nation_social_2014": Share(44, 200, 200),
    "P3 nation_firms_2013": Share(101, 200, 200),
}
PLACE: Final = {
    "P4": Share(159, 199, 200),
    "P4 dissolved only": Share(165, 199, 200),
    "P4 closed only": Share(52, 129, 200),
    "P5 above permutations": Share(196, 200, 200),
    "P5 in .02-.30": Share(108, 200, 200),
    "P6 twice as fast": Share(199, 200, 200),
    "P6 gap wider after": Share(200, 200, 200),
    "P6 both": Share(199, 200, 200),
    "P7 slope": Share(199, 200, 200),
    "P7 loss": Share(195, 200, 200),
    "P8": Share(198, 199, 200),
}
ALL: Final = EFFORT | NATION | PLACE
FAILING: Final = tuple(name for name, share in ALL.items() if share.share < GOAL)
