-- What can still be sold, by account of the shelf. A hold whose instant has come no longer counts, though its row says
-- `held` until the next commit on its account. `:now` is in milliseconds: unixepoch() * 1000.
SELECT account.id,
       account.unit,
       account.posted AS on_hand,
       coalesce(sum(hold.amount), 0) AS held,
       account.posted - coalesce(sum(hold.amount), 0) AS available
FROM account
LEFT JOIN hold
  ON hold.from_account = account.id AND hold.state = 'held' AND hold.until > :now
WHERE account.unit LIKE 'variant:%' AND account.floor = 0
GROUP BY account.id
ORDER BY account.id;
