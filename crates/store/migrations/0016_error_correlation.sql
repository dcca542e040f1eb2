-- The correlation between the errors of any two days of a forecast, from 0 to 1, under its own name.
alter table forecasts rename column agreement to error_correlation;
