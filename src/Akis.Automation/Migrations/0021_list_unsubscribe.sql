-- The link of List-Unsubscribe; null for what is no subscription.
ALTER TABLE outbox_mail ADD COLUMN unsubscribe text;
