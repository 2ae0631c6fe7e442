"""Defaults of law that a charter may take on purpose, each by name and with its citation.

Nothing here applies by itself. A body or decision that writes `law: delaware board meeting` takes
what that entry sets wherever it says nothing of its own, and traces cite the statute. To add one:
a name in `Law`, an entry in `PRESETS`.
"""

from enum import StrEnum

from stanchion.exact.record import record


class Law(StrEnum):
    """The names by which rules of law are taken."""

    DELAWARE_BOARD_MEETING = "delaware board meeting"
    DELAWARE_BOARD_CONSENT = "delaware board consent"
    DELAWARE_INTERESTED_DIRECTORS = "delaware interested directors"
    DELAWARE_REMOVAL = "delaware removal"
    DELAWARE_CLASSIFIED_REMOVAL = "delaware classified removal"
    DELAWARE_VACANCIES = "delaware vacancies"
    DELAWARE_HOLDERS_MEETING = "delaware holders meeting"
    DELAWARE_HOLDERS_CONSENT = "delaware holders consent"
    HAWAII_NONPROFIT_BOARD = "hawaii nonprofit board"
    GERMAN_REMOVAL = "german removal"
    GERMAN_AMENDMENT = "german amendment"
    UK_ORDINARY_RESOLUTION = "uk ordinary resolution"
    UK_SPECIAL_RESOLUTION = "uk special resolution"
    UK_REMOVAL = "uk removal"
    UK_WRITTEN_RESOLUTION = "uk written resolution"


class TakenBy(StrEnum):
    """What kind of entry can take a rule of law."""

    BODY = "a body"
    DECISION = "a decision"


class Checked(StrEnum):
    """How the rule was compared with the text of the statute before it was written here."""

    AGAINST_TEXT = "compared with the text as reprinted"
    AGAINST_ACCOUNT = "compared with an account of it, not with the text"
    FROM_MEMORY = "from memory, not compared with the text"


@record(frozen=True, slots=True)
class Preset:
    """One rule of law: where it stands, what it says in our words, which keys it sets."""

    law: Law
    cites: str
    taken_by: TakenBy
    says: str
    sets: tuple[tuple[str, str], ...]
    checked: Checked = Checked.FROM_MEMORY


PRESETS: dict[Law, Preset] = {
    preset.law: preset
    for preset in (
        Preset(
            Law.DELAWARE_BOARD_MEETING,
            "8 Del. C. § 141(b)",
            TakenBy.BODY,
            "a majority of the total number of directors is a quorum, and a majority of those "
            "present at a meeting with a quorum acts",
            (
                ("quorum", "more than 1/2 of all seats"),
                ("acts", "more than 1/2 of members present"),
            ),
        ),
        Preset(
            Law.DELAWARE_BOARD_CONSENT,
            "8 Del. C. § 141(f); Applied Energetics v. Farley (Del. Ch. 2020)",
            TakenBy.BODY,
            "directors may act without a meeting if all of them consent in writing, and are enough "
            "for a quorum, here the majority of all seats that § 141(b) asks for",
            (("written_consent", "all of seats in office and more than 1/2 of all seats"),),
            Checked.AGAINST_ACCOUNT,
        ),
        Preset(
            Law.DELAWARE_INTERESTED_DIRECTORS,
            "8 Del. C. § 144, as it stood before 2025",
            TakenBy.BODY,
            "interested directors may be counted for the quorum; the disinterested decide",
            (("recusal", "counts for quorum only"),),
        ),
        Preset(
            Law.DELAWARE_REMOVAL,
            "8 Del. C. § 141(k)",
            TakenBy.DECISION,
            "a director may be removed, with or without cause, by holders of a majority of the "
            "shares entitled to vote at an election of directors",
            (("needs", "more than 1/2 of outstanding votes"), ("for_cause", "no")),
            Checked.AGAINST_TEXT,
        ),
        Preset(
            Law.DELAWARE_CLASSIFIED_REMOVAL,
            "8 Del. C. § 141(k)(1)",
            TakenBy.DECISION,
            "where the board is classified and the certificate does not say otherwise, only for "
            "cause, by the same majority",
            (("needs", "more than 1/2 of outstanding votes"), ("for_cause", "yes")),
            Checked.AGAINST_TEXT,
        ),
        Preset(
            Law.DELAWARE_VACANCIES,
            "8 Del. C. § 223(a)",
            TakenBy.DECISION,
            "a majority of the directors in office, although less than a quorum, fills vacancies",
            (("needs", "more than 1/2 of seats in office"),),
        ),
        Preset(
            Law.DELAWARE_HOLDERS_MEETING,
            "8 Del. C. § 216",
            TakenBy.BODY,
            "a majority of the shares entitled to vote is a quorum, and a majority of those "
            "present decides, elections of directors apart",
            (
                ("quorum", "more than 1/2 of outstanding votes"),
                ("acts", "more than 1/2 of votes present"),
            ),
            Checked.AGAINST_TEXT,
        ),
        Preset(
            Law.DELAWARE_HOLDERS_CONSENT,
            "8 Del. C. § 228",
            TakenBy.BODY,
            "holders may consent in writing with the votes that would be needed at a meeting at "
            "which all shares are present and vote",
            (("written_consent", "more than 1/2 of outstanding votes"),),
        ),
        Preset(
            Law.HAWAII_NONPROFIT_BOARD,
            "Haw. Rev. Stat. § 414D-147",
            TakenBy.BODY,
            "a majority of the directors in office is a quorum, and a majority of those present "
            "acts; no quorum may be less than a third of those in office, or two",
            (
                ("quorum", "more than 1/2 of seats in office"),
                ("acts", "more than 1/2 of members present"),
            ),
            Checked.AGAINST_TEXT,
        ),
        Preset(
            Law.GERMAN_REMOVAL,
            "AktG § 103(1)",
            TakenBy.DECISION,
            "members of the supervisory board whom the holders elected are removed by three "
            "quarters of the votes cast, where the articles name no other majority",
            (("needs", "at least 3/4 of votes cast"),),
            Checked.AGAINST_TEXT,
        ),
        Preset(
            Law.GERMAN_AMENDMENT,
            "AktG § 179(2), § 133(1)",
            TakenBy.DECISION,
            "an amendment needs three quarters of the capital represented; read here as votes, "
            "which holds where every share has one",
            (("needs", "at least 3/4 of votes present"),),
            Checked.AGAINST_TEXT,
        ),
        Preset(
            Law.UK_ORDINARY_RESOLUTION,
            "Companies Act 2006 s 282",
            TakenBy.DECISION,
            "a simple majority of the votes cast",
            (("needs", "more than 1/2 of votes cast"),),
            Checked.AGAINST_ACCOUNT,
        ),
        Preset(
            Law.UK_SPECIAL_RESOLUTION,
            "Companies Act 2006 s 283",
            TakenBy.DECISION,
            "not less than 75% of the votes cast",
            (("needs", "at least 75% of votes cast"),),
            Checked.AGAINST_TEXT,
        ),
        Preset(
            Law.UK_REMOVAL,
            "Companies Act 2006 s 168, s 312",
            TakenBy.DECISION,
            "an ordinary resolution at a meeting, of which special notice of 28 days is given",
            (("needs", "more than 1/2 of votes cast"), ("notice", "28 days")),
        ),
        Preset(
            Law.UK_WRITTEN_RESOLUTION,
            "Companies Act 2006 s 282(2), s 296",
            TakenBy.BODY,
            "members with a simple majority of all voting rights may resolve in writing",
            (("written_consent", "more than 1/2 of outstanding votes"),),
        ),
    )
}
