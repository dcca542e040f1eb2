-- Forecasts of parts name the forecast of the total that they sum to.
alter table forecasts add column total_run_id integer; -- its run_id; of a total made for its parts alone its own; null for a total that stands by itself
