"""The SQL of one page of patients, as the product sends it, for the floor to send by hand."""

COLUMNS = {
    "id": "uuid", "record_number": "record_number", "family_name": "family_name", "given_name": "given_name",
    "preferred_name": "preferred_name", "second_script_name": "second_script_name", "birth_date": "birth_date",
    "birth_year": "birth_year", "sex": "sex", "phone": "phone", "email": "email", "address": "address",
    "occupation": "occupation", "sitting_hours_per_day": "sitting_hours_per_day", "sports": "sports",
    "referral_source": "referral_source", "status": "status", "merged_into": "merged_into_id",
    "preferred_language": "preferred_language", "alerts": "alerts", "version": "version",
    "created_at": "created_at", "updated_at": "updated_at",
}  # fmt: skip
NAMES = list(COLUMNS)

CLIENT_OF_TOKEN = """
SELECT c.id, c.uuid, c.time_zone, a.uuid, a.name
FROM oauth2_provider_accesstoken t JOIN practice_apiclient a ON a.id = t.application_id
JOIN practice_clinic c ON c.id = a.clinic_id WHERE t.token_checksum = %s
"""
PAGE = f"""
SELECT {", ".join("p." + column for column in COLUMNS.values())} FROM patients_patient p
WHERE p.clinic_id = %s AND p.merged_into_id IS NULL AND p.status <> 'archived'
ORDER BY p.family_name, p.uuid LIMIT 51
"""  # noqa: S608
IDENTIFIERS = """
SELECT p.uuid, i.system, i.value FROM patients_identifier i JOIN patients_patient p ON p.id = i.patient_id
WHERE p.uuid = ANY(%s) ORDER BY i.id
"""
AUDIT = """
INSERT INTO audit_auditevent
(uuid, clinic, actor, actor_name, action, subject_kind, patients, outcome, detail, request_id)
VALUES (gen_random_uuid(), %s, %s, %s, 'patient.listed', 'patient', %s, 'done', '{}', '')
"""
