"""The two demo clinics, pure: where they are, who works there and when, what they offer."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinic.demo.names import CALIFORNIAN, HONG_KONG, Name

WORKDAYS = (1, 2, 3, 4, 5)
MIDWEEK_TO_SUNDAY = (3, 4, 5, 6, 7)
# Together the two therapists' weeks leave no day out, so that the demo has sessions today on any day.
HOURS = ((9 * 60, 12 * 60), (13 * 60 + 30, 17 * 60 + 30))
"""Working hours of every therapist, in minutes since midnight."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A member of staff. ``weekdays`` (1 Monday to 7 Sunday) are a therapist's working days."""

    username: str
    name: str
    role: str
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoClinic:
    """One clinic. ``tilt_method`` is how its therapists read the tilt of the pelvis."""

    name: str
    time_zone: str
    locale: str
    address: str
    staff: Sequence[Worker]
    patients: Sequence[Name]
    tilt_method: str
    phone_prefix: str = ""
    paper: str = "a4"

    @property
    def therapists(self) -> list[Worker]:
        return [worker for worker in self.staff if worker.role == "therapist"]


GRACE = Worker("grace", "Grace Lindqvist", "manager")
"""Manages both clinics, one at a time."""

PACIFIC = DemoClinic(
    name="Pacific Alignment Clinic (SYNTHETIC)",
    time_zone="America/Los_Angeles",
    locale="en",
    address="100 Invented Avenue\nOakland, CA 94600",
    staff=(
        Worker("dana", "Dana Brooks", "front_desk"),
        Worker("ruth", "Ruth Alvarez", "therapist", WORKDAYS),
        Worker("ben", "Ben Okafor", "therapist", MIDWEEK_TO_SUNDAY),
        GRACE,
    ),
    patients=CALIFORNIAN,
    tilt_method="digital_inclinometer",
    paper="us-letter",
    phone_prefix="+1415555",  # 555-0100 to 555-0199 are kept free for fiction; Hong Kong has no such numbers
)

HARBOUR = DemoClinic(
    name="Victoria Harbour Clinic (SYNTHETIC)",
    time_zone="Asia/Hong_Kong",
    locale="en",
    address="1 Invented Road\nWan Chai, Hong Kong",
    staff=(
        Worker("mei", "Mei Lam", "front_desk"),
        Worker("wing", "Wing Cheung", "therapist", WORKDAYS),
        Worker("kaho", "Ka Ho Yip", "therapist", MIDWEEK_TO_SUNDAY),
        Worker("siufong", "Siu Fong Leung", "manager"),
        GRACE,
    ),
    patients=HONG_KONG,
    tilt_method="palm",
)

CLINICS = (PACIFIC, HARBOUR)

ROOMS = (("Room 1", False), ("Room 2", False), ("Gym", True))
"""Name, and whether several sessions may take place at once."""

TECHNIQUES = (
    ("soft_tissue", "Soft tissue mobilisation"),
    ("joint_mobilisation", "Joint mobilisation"),
    ("muscle_energy", "Muscle energy technique"),
    ("traction", "Manual traction"),
    ("taping", "Taping"),
)
EXERCISES = (
    (
        "Bridge",
        "strengthening",
        "Lie on your back with bent knees. Lift the pelvis until it is level. Lower slowly.",
        "橋式",
        "仰臥屈膝。抬起骨盆至水平，然後慢慢放下。",
    ),
    (
        "Side plank",
        "strengthening",
        "Lie on your side, lean on the forearm and lift the hip off the floor.",
        "側平板支撐",
        "側臥，以前臂支撐，將髖部抬離地面。",
    ),
    (
        "Clam",
        "strengthening",
        "Lie on your side with bent knees. Lift the upper knee, feet together.",
        "蚌式",
        "側臥屈膝。雙腳併攏，抬起上方的膝蓋。",
    ),
    (
        "Hip flexor stretch",
        "stretch",
        "Kneel on one knee and shift the pelvis forward until the hip pulls.",
        "髖屈肌伸展",
        "單膝跪地，將骨盆向前移，直至髖部有拉緊的感覺。",
    ),
    (
        "Hamstring stretch",
        "stretch",
        "Lie on your back and pull the straight leg towards you with a towel.",
        "膕繩肌伸展",
        "仰臥，用毛巾將伸直的腿拉向自己。",
    ),
)
"""Name, kind, instructions, and name and instructions in Chinese."""
PROTOCOL = "Standard, 10 minutes"
PROTOCOL_STEPS = (
    ("leg_length_true", "both", "tape_supine", 1),
    ("pelvic_tilt_palp", "both", "palm", 2),
    ("pelvic_obliquity", "none", "palm", 2),
    ("knee_frontal_hka", "both", "", 1),
)
"""Measure, sides, method ("": the usual one) and readings."""
APPOINTMENT_TYPES = (("First visit", 60), ("Follow-up", 45))
