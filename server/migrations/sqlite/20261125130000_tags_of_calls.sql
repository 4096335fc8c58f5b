-- Tags as people gave them; `folded` is how they are compared.
CREATE TABLE tags (
    key INTEGER PRIMARY KEY,
    tag TEXT NOT NULL UNIQUE,
    folded TEXT NOT NULL
);
CREATE INDEX tags_by_folded ON tags (folded);

CREATE TABLE call_tags (
    tag INTEGER NOT NULL REFERENCES tags (key),
    started_at INTEGER NOT NULL,
    call_key INTEGER NOT NULL REFERENCES calls (key),
    PRIMARY KEY (tag, started_at, call_key)
) WITHOUT ROWID;
CREATE INDEX call_tags_of_call ON call_tags (call_key);
