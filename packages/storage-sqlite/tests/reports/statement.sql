-- Everything that moved on one account, with when, by whom and why.
SELECT datetime(log.at / 1000, 'unixepoch') AS at,
       log.reason,
       log.actor,
       transfer.transfer,
       CASE WHEN transfer.to_account = :account THEN transfer.amount ELSE -transfer.amount END AS amount
FROM transfer
JOIN log USING (position)
WHERE (transfer.from_account = :account OR transfer.to_account = :account)
  AND transfer.kind IN ('post', 'settle')
ORDER BY transfer.position, transfer.line;
