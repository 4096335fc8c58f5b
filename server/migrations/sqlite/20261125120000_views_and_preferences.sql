-- What a view shows is the end of an address of the page, kept as it is; it holds numbers and names.
CREATE TABLE views (
    view_id TEXT PRIMARY KEY,
    owner_key INTEGER NOT NULL REFERENCES users (key),
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    place TEXT NOT NULL,
    layout TEXT NOT NULL,
    shared INTEGER NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (owner_key, folded)
) WITHOUT ROWID;

CREATE INDEX views_shared ON views (folded) WHERE shared = 1;

CREATE TABLE preferences (
    user_key INTEGER PRIMARY KEY REFERENCES users (key),
    document TEXT NOT NULL
);
