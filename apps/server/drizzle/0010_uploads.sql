CREATE TABLE `upload` (
	`hash` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`bytes` blob NOT NULL,
	`used` integer NOT NULL,
	`used_at` integer NOT NULL
);
