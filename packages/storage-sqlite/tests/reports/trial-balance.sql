-- Zero in every unit, after every commit.
SELECT unit, count(*) AS accounts, sum(posted) AS balance
FROM account
GROUP BY unit
ORDER BY unit;
