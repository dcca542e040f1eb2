-- Values that SQL writes are such that figures can be made of them. SQLite keeps any text in `sales.amount`, and counts '12,50' as
-- 12; an invalid day is of no month. Loads check what they write themselves, and run without triggers.
create trigger sales_values_inserted after insert on sales begin
    select raise(abort, 'sales.sale_date is a day as YYYY-MM-DD, from 1970 to 2199') where not coalesce(
        new.sale_date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(new.sale_date, '+0 days') = new.sale_date
        and new.sale_date between '1970-01-01' and '2199-12-31', false);
    select raise(abort, 'sales.amount is a number, at most 1e12') where not coalesce(
        typeof(new.amount) = 'real' and new.amount between -1e12 and 1e12, false);
    select raise(abort, 'sales.quantity is a number, at most 1e12') where not coalesce(
        typeof(new.quantity) in ('integer', 'real') and new.quantity between -1e12 and 1e12, false);
    select raise(abort, 'sales.discount and sales.tax are numbers, at most 1e12') where not coalesce(
        (new.discount is null or typeof(new.discount) = 'real' and new.discount between -1e12 and 1e12)
        and (new.tax is null or typeof(new.tax) = 'real' and new.tax between -1e12 and 1e12), false);
end;

-- One value at a time: a row that an older program has let in can be corrected.
create trigger sales_day_value_updated after update of sale_date on sales when new.sale_date is not old.sale_date begin
    select raise(abort, 'sales.sale_date is a day as YYYY-MM-DD, from 1970 to 2199') where not coalesce(
        new.sale_date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(new.sale_date, '+0 days') = new.sale_date
        and new.sale_date between '1970-01-01' and '2199-12-31', false);
end;
create trigger sales_amount_value_updated after update of amount on sales when new.amount is not old.amount begin
    select raise(abort, 'sales.amount is a number, at most 1e12') where not coalesce(
        typeof(new.amount) = 'real' and new.amount between -1e12 and 1e12, false);
end;
create trigger sales_quantity_value_updated after update of quantity on sales when new.quantity is not old.quantity begin
    select raise(abort, 'sales.quantity is a number, at most 1e12') where not coalesce(
        typeof(new.quantity) in ('integer', 'real') and new.quantity between -1e12 and 1e12, false);
end;
create trigger sales_discount_value_updated after update of discount on sales when new.discount is not old.discount begin
    select raise(abort, 'sales.discount is a number, at most 1e12') where not coalesce(
        new.discount is null or typeof(new.discount) = 'real' and new.discount between -1e12 and 1e12, false);
end;
create trigger sales_tax_value_updated after update of tax on sales when new.tax is not old.tax begin
    select raise(abort, 'sales.tax is a number, at most 1e12') where not coalesce(
        new.tax is null or typeof(new.tax) = 'real' and new.tax between -1e12 and 1e12, false);
end;

create trigger products_values_inserted after insert on products when new.price not between -1e12 and 1e12 begin
    select raise(abort, 'products.price is a number, at most 1e12');
end;
create trigger products_values_updated after update of price on products when new.price not between -1e12 and 1e12 begin
    select raise(abort, 'products.price is a number, at most 1e12');
end;

create trigger targets_values_inserted after insert on targets begin
    select raise(abort, 'targets.month is a month as YYYY-MM') where not coalesce(
        new.month glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]' and date(new.month || '-01', '+0 days') = new.month || '-01', false);
    select raise(abort, 'targets.amount is a number, at most 1e12') where new.amount not between -1e12 and 1e12;
end;
create trigger targets_values_updated after update of month, amount on targets begin
    select raise(abort, 'targets.month is a month as YYYY-MM') where new.month is not old.month and not coalesce(
        new.month glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]' and date(new.month || '-01', '+0 days') = new.month || '-01', false);
    select raise(abort, 'targets.amount is a number, at most 1e12')
        where new.amount is not old.amount and new.amount not between -1e12 and 1e12;
end;
