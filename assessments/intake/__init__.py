"""The sheet that a patient fills in: the page behind the link, the desk's part of it, and the therapist's."""
