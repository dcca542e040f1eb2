-- The calendar of the days that sales happened on; where in the table an import's sales are.

-- The days of sales, with the weeks, months, quarters and years they belong to: engines share no functions
-- of dates, so questions about weeks or months join this table. What is no day has a line too, that says nothing.
create table calendar_days (
    day      text primary key,  -- as in sales.sale_date
    -- The Thursday of its week decides to which year a week of ISO 8601 belongs.
    thursday text generated always as (
        case when day glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(day, '+0 days') = day
        then date(day, '-3 days', 'weekday 4') end
    ) virtual,
    weekday  integer generated always as (           -- 1 Monday to 7 Sunday
        case when thursday is not null then (strftime('%w', day) + 6) % 7 + 1 end
    ) stored,
    week     text generated always as (              -- 2023-W48
        strftime('%Y', thursday) || printf('-W%02d', (strftime('%j', thursday) + 6) / 7)
    ) stored,
    month    text generated always as (              -- 2023-11
        case when thursday is not null then substr(day, 1, 7) end
    ) stored,
    quarter  text generated always as (              -- 2023-Q4
        case when thursday is not null then substr(day, 1, 4) || '-Q' || ((substr(day, 6, 2) + 2) / 3) end
    ) stored,
    year     integer generated always as (
        case when thursday is not null then cast(substr(day, 1, 4) as integer) end
    ) stored
) strict, without rowid;

insert into calendar_days (day) select distinct sale_date from sales;

create trigger sales_day_inserted after insert on sales
when not exists (select 1 from calendar_days where day = new.sale_date) begin
    insert into calendar_days (day) values (new.sale_date);
end;
create trigger sales_day_updated after update of sale_date on sales
when not exists (select 1 from calendar_days where day = new.sale_date) begin
    insert into calendar_days (day) values (new.sale_date);
end;

-- Where the sales that an import added are: what follows the table reads these alone.
alter table imports add column first_id integer;
alter table imports add column last_id integer;

-- Loads run without triggers: what these see is plain SQL, which names no import that the ledger knows the ids of.
drop trigger sales_inserted;
create trigger sales_inserted after insert on sales begin
    update data_version set version = version + 1, rewrites = rewrites + 1;
end;
