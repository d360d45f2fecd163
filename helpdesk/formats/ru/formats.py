"""Russian dates, where Django has the month in the nominative: "27 ноябрь"."""

MONTH_DAY_FORMAT = "j E"
