-- Whose business a ticket turned out to be, and where that unit is applied to; null where it was the desk's own.
ALTER TABLE ticket ADD COLUMN redirect_unit text;
ALTER TABLE ticket ADD COLUMN redirect_place text;
