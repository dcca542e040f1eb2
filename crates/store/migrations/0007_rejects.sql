-- What the reason of a refused line is about, besides its column and value.

alter table rejects add column facts text;           -- JSON: names and values, as texts
