-- A forecast says of what it is, and keeps what sums of its days and levels of any kind need.
alter table forecasts add column target text;      -- the region, the store, the product; null for all sales
alter table forecasts add column target_id integer; -- its id, where it has one
alter table forecasts add column agreement real not null default 0; -- how far the errors of its days go together, 0 to 1
alter table forecasts add column bounds text not null default '[]'; -- JSON of the levels asked for: [[90, lower, upper], …]
