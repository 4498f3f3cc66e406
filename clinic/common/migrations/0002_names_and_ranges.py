from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

# Names without accents, case and extra spaces. Immutable, so that a generated column can use it;
# patients.names.fold does the same in Python.
FOLD = r"""
CREATE FUNCTION plumbline_fold(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(
    lower(regexp_replace(normalize(name, NFKD), '[\u0300-\u036f]', '', 'g')), '\s+', ' ', 'g'))
$$
"""


class Migration(migrations.Migration):
    dependencies = [("common", "0001_initial")]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL(FOLD, "DROP FUNCTION plumbline_fold(text)"),
    ]
