-- Every unit sums to zero over all its accounts.
SELECT unit, count(*) AS accounts, sum(posted) AS balance
FROM pannier.balance
WHERE tenant = 'main'
GROUP BY unit
ORDER BY unit;
