CREATE TABLE users (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    agent_id TEXT,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER
);

CREATE TABLE user_skill_groups (
    user_key INTEGER NOT NULL REFERENCES users (key),
    skill_group_id TEXT NOT NULL,
    PRIMARY KEY (user_key, skill_group_id)
) WITHOUT ROWID;

-- Tokens are kept as their SHA-256: who reads the database cannot sign in with it.
CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    user_key INTEGER NOT NULL REFERENCES users (key),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE ingest_keys (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    token_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
);
