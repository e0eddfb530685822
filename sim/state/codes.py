"""Small integer codes of the columns, with the names that files and tables use."""

from __future__ import annotations

from enum import IntEnum


class Kind(IntEnum):
    """Kinds of organization (S5, S6, S9)."""

    SOCIAL_GROUP = 0
    PRIVATE_NON_ENTERPRISE = 1
    FOUNDATION = 2
    INTERMEDIARY = 3
    LAW_FIRM = 4
    NONPUBLIC_ENTERPRISE = 5


class Type(IntEnum):
    """Types of organization after S7."""

    STABLE = 0
    DISPERSED = 1
    LOOSE = 2


class Channel(IntEnum):
    """Through whom a committee reaches an organization (S1, S9)."""

    NONE = 0
    TERRITORIAL = 1
    INDUSTRY = 2


class Form(IntEnum):
    """Forms of branch that count in organization coverage (S1, S2)."""

    NONE = 0
    STANDALONE = 1
    GENERAL_BRANCH = 2
    COMMITTEE = 3
    JOINT = 4
    ANCHOR = 5


class Interim(IntEnum):
    """Where the members of an organization without a branch are looked after."""

    NONE = 0
    MEMBER_GROUP = 1
    HOSTED = 2


class Stage(IntEnum):
    """Stages of recruitment; members are probationary or full."""

    APPLICANT = 0
    ACTIVIST = 1
    PROBATIONARY = 2
    FULL = 3


class Relation(IntEnum):
    """Where a member's relation is kept: elsewhere, on a floating-member card, or here.

    ``HERE`` is the organization's branch or, while it has none, the district's group.
    """

    ELSEWHERE = 0
    FLOATING = 1
    HERE = 2


class Role(IntEnum):
    """Role of a member in the organization; heads and retired members don't leave by themselves."""

    STAFF = 0
    KEY_STAFF = 1
    HEAD = 2
    RETIRED = 3


class Size(IntEnum):
    """Size classes by rounded staff: below 5, 5-9, 10-49, from 50."""

    MICRO = 0
    SMALL = 1
    MEDIUM = 2
    LARGE = 3


SIZE_FROM = (5, 10, 50)


class Fear(IntEnum):
    """Rows of the heads' columns: the three fears (S2, S4, S5) and the benefit."""

    INTERFERENCE = 0
    BURDEN = 1
    CONSTRAINT = 2
    BENEFIT = 3


class Contact(IntEnum):
    """Kind of the last contact."""

    NONE = 0
    COMMITTEE = 1
    LIAISON = 2
    PRESSURE = 3
    ORGANIZER = 4
    CAMPAIGN = 5
    CHECK = 6
    PROMPT = 7
    CENSUS = 8
    MASS_GROUP = 9


class SecretarySource(IntEnum):
    """Where a branch's secretary comes from (S2)."""

    NONE = 0
    MEMBER = 1
    HEAD = 2
    SOURCED = 3


class LiaisonSource(IntEnum):
    """Where liaisons come from (S1, S2)."""

    OFFICIAL = 0
    RETIRED_CADRE = 1
    RESERVE_CADRE = 2
    GRADUATE = 3
    INDUSTRY_PROFESSIONAL = 4


class Strategy(IntEnum):
    """Order in which waiting organizations enter a case (S1, S2, S5)."""

    RANDOM = 0
    EASY_FIRST = 1
    BIG_FIRST = 2
    BLANK_SPOTS_FIRST = 3
    HUB_FIRST = 4
    BOTTLENECK_FIRST = 5


class Event(IntEnum):
    """What happens to a branch or an organization in a month; two are failures."""

    FOUNDED = 0
    JOINED = 1
    UPGRADED = 2
    CONVERTED = 3
    MERGED = 4
    LEFT_JOINT = 5
    EXIT = 6
    DISSOLVED = 7
    CLOSED = 8
    ORGANIZATION_ENTERED = 9
    ORGANIZATION_INACTIVE = 10
    ORGANIZATION_EXITED = 11
    REFUSED = 12
    CONSENTED = 13
    DEFERRED = 14
    CONTACTED = 15
    STRUCK = 16
    NO_ACT = 17


class Bottleneck(IntEnum):
    """The link that holds an uncovered operating organization back (first that applies)."""

    NONE = 0
    SILENCE_INTERFERENCE = 1
    SILENCE_BURDEN = 2
    SILENCE_CONSTRAINT = 3
    NO_CONTACT = 4
    NO_MEMBERS = 5
    HIDDEN_MEMBERS = 6
    INDIFFERENCE = 7
    TYPE = 8
    NOT_RIPE = 9
    NO_PARTNER = 10
    NO_SECRETARY = 11
    NO_CAPACITY = 12
