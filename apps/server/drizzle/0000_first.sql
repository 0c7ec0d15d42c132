CREATE TABLE `blob` (
	`hash` text PRIMARY KEY NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `flow` (
	`no` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`revision` integer NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`node_count` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `flow_id_unique` ON `flow` (`id`);--> statement-breakpoint
CREATE INDEX `flow_live` ON `flow` (`deleted_at`,`no`);--> statement-breakpoint
CREATE TABLE `flow_version` (
	`flow_id` text NOT NULL,
	`revision` integer NOT NULL,
	`doc` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`flow_id`, `revision`),
	FOREIGN KEY (`flow_id`) REFERENCES `flow`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `run` (
	`no` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`flow_id` text,
	`revision` integer,
	`flow_hash` text NOT NULL,
	`name` text NOT NULL,
	`input` text NOT NULL,
	`seed` integer NOT NULL,
	`model` text,
	`status` text NOT NULL,
	`idempotency_key` text,
	`body_hash` text,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`ended_at` integer,
	`view` text,
	FOREIGN KEY (`flow_hash`) REFERENCES `blob`(`hash`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `run_id_unique` ON `run` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `run_idempotency_key` ON `run` (`idempotency_key`);--> statement-breakpoint
CREATE INDEX `run_flow` ON `run` (`flow_id`,`no`);--> statement-breakpoint
CREATE INDEX `run_unfinished` ON `run` (`no`) WHERE view is null;--> statement-breakpoint
CREATE TABLE `run_event` (
	`run_no` integer NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`type` text NOT NULL,
	`path` text,
	`body` text NOT NULL,
	`blobs` text,
	PRIMARY KEY(`run_no`, `seq`),
	FOREIGN KEY (`run_no`) REFERENCES `run`(`no`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `run_event_path` ON `run_event` (`run_no`,`path`,`seq`) WHERE path is not null;--> statement-breakpoint
CREATE TABLE `session` (
	`hash` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`seen_at` integer NOT NULL
);
