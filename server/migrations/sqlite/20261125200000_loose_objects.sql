-- Objects that no recording holds: about to be held, to be deleted, or deleted. An upload notes its object before it
-- stores it; where the server dies in between, what it stored is found by this and deleted.
CREATE TABLE loose_objects (
    object_key TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    since INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX loose_objects_by_state ON loose_objects (state, since);
-- Who else holds an object, and which recordings are the oldest.
CREATE INDEX recordings_by_object ON recordings (object_key);
CREATE INDEX recordings_by_age ON recordings (state, arrived_at);

-- Whether every browser plays the audio as it is stored. Of what is there already nobody knows: WAV is converted.
ALTER TABLE recordings ADD COLUMN plays INTEGER NOT NULL DEFAULT 0;
UPDATE recordings SET plays = 1 WHERE format = 'mp3';
