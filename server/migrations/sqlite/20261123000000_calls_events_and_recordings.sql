-- What is known of the database itself, such as whether it holds sample calls.
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- A short key for each call id. A call has a key from its first event or recording on.
CREATE TABLE call_keys (
    key INTEGER PRIMARY KEY,
    call_id TEXT NOT NULL UNIQUE
);

CREATE TABLE sources (
    key INTEGER PRIMARY KEY,
    source TEXT NOT NULL UNIQUE
);

-- The truth: every event as it came. The tables from `calls` on are folded from here.
CREATE TABLE events (
    key INTEGER PRIMARY KEY,
    call_key INTEGER NOT NULL REFERENCES call_keys (key),
    source_key INTEGER NOT NULL REFERENCES sources (key),
    id TEXT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX events_once ON events (source_key, id);
CREATE INDEX events_of_call ON events (call_key);

CREATE TABLE recordings (
    recording_id TEXT PRIMARY KEY,
    call_key INTEGER NOT NULL REFERENCES call_keys (key),
    state TEXT NOT NULL,
    format TEXT NOT NULL,
    duration_ms INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    channel_count INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    object_key TEXT NOT NULL,
    arrived_at INTEGER NOT NULL,
    deleted_at INTEGER,
    reason TEXT
) WITHOUT ROWID;
CREATE INDEX recordings_of_call ON recordings (call_key);

-- Each distinct number once, without punctuation, and the trigrams that find it by a fragment.
CREATE TABLE numbers (
    key INTEGER PRIMARY KEY,
    bare TEXT NOT NULL UNIQUE
);
CREATE VIRTUAL TABLE numbers_trigram USING fts5 (
    bare, content = 'numbers', content_rowid = 'key', tokenize = 'trigram', detail = 'none', columnsize = 0
);
CREATE TRIGGER numbers_are_indexed AFTER INSERT ON numbers BEGIN
    INSERT INTO numbers_trigram (rowid, bare) VALUES (new.key, new.bare);
END;

-- Names as they stood in calls; `folded` is how they are compared.
CREATE TABLE agents (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    UNIQUE (id, name)
);
CREATE TABLE skill_groups (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    UNIQUE (id, name)
);
CREATE TABLE customer_names (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    folded TEXT NOT NULL
);

-- What calls are found by. Times are microseconds since 1970, durations milliseconds.
CREATE TABLE calls (
    key INTEGER PRIMARY KEY REFERENCES call_keys (key),
    change INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    call_type TEXT NOT NULL,
    status TEXT NOT NULL,
    hangup_reason TEXT,
    hung_up_by TEXT,
    caller INTEGER NOT NULL REFERENCES numbers (key),
    callee INTEGER NOT NULL REFERENCES numbers (key),
    customer INTEGER NOT NULL REFERENCES numbers (key),
    customer_name INTEGER REFERENCES customer_names (key),
    talk_ms INTEGER NOT NULL,
    wait_ms INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    has_recording INTEGER NOT NULL
);
CREATE UNIQUE INDEX calls_by_change ON calls (change);
-- Holds every small column, so that a walk in the order of time decides by the index alone.
CREATE INDEX calls_by_start ON calls (
    started_at, call_type, status, hangup_reason, hung_up_by, has_recording, talk_ms, wait_ms
);
CREATE INDEX calls_by_caller ON calls (caller, started_at);
CREATE INDEX calls_by_callee ON calls (callee, started_at);
CREATE INDEX calls_by_customer ON calls (customer, started_at);
CREATE INDEX calls_by_customer_name ON calls (customer_name, started_at) WHERE customer_name IS NOT NULL;
CREATE INDEX calls_by_reason ON calls (hangup_reason, started_at);
CREATE INDEX calls_by_talk ON calls (talk_ms, started_at);
CREATE INDEX calls_by_wait ON calls (wait_ms, started_at);
CREATE INDEX calls_by_duration ON calls (duration_ms, started_at);
CREATE INDEX live_calls ON calls (status, started_at) WHERE status <> 'ended';

-- What calls are shown as: the row of the API, apart so that a search reads little.
CREATE TABLE call_rows (
    key INTEGER PRIMARY KEY REFERENCES calls (key),
    row TEXT NOT NULL
);

CREATE TABLE call_agents (
    agent INTEGER NOT NULL REFERENCES agents (key),
    started_at INTEGER NOT NULL,
    call_key INTEGER NOT NULL REFERENCES calls (key),
    PRIMARY KEY (agent, started_at, call_key)
) WITHOUT ROWID;
CREATE INDEX call_agents_of_call ON call_agents (call_key);

CREATE TABLE call_skill_groups (
    skill_group INTEGER NOT NULL REFERENCES skill_groups (key),
    started_at INTEGER NOT NULL,
    call_key INTEGER NOT NULL REFERENCES calls (key),
    hangup_reason TEXT,
    PRIMARY KEY (skill_group, started_at, call_key)
) WITHOUT ROWID;
CREATE INDEX call_skill_groups_of_call ON call_skill_groups (call_key);
CREATE INDEX call_skill_groups_by_reason ON call_skill_groups (skill_group, hangup_reason, started_at);
