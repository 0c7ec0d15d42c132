CREATE TABLE `test_case` (
	`no` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`flow_id` text NOT NULL,
	`name` text NOT NULL,
	`input` text NOT NULL,
	`expect` text NOT NULL,
	FOREIGN KEY (`flow_id`) REFERENCES `flow`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `test_case_id_unique` ON `test_case` (`id`);--> statement-breakpoint
CREATE INDEX `test_case_flow` ON `test_case` (`flow_id`,`no`);--> statement-breakpoint
CREATE TABLE `test_result` (
	`test_run_id` text NOT NULL,
	`case_id` text NOT NULL,
	`place` integer NOT NULL,
	`name` text NOT NULL,
	`input` text NOT NULL,
	`expect` text NOT NULL,
	`run_id` text,
	`verdict` text,
	PRIMARY KEY(`test_run_id`, `case_id`),
	FOREIGN KEY (`test_run_id`) REFERENCES `test_run`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `test_run` (
	`no` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`flow_id` text NOT NULL,
	`revision` integer NOT NULL,
	`model` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`flow_id`) REFERENCES `flow`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `test_run_id_unique` ON `test_run` (`id`);--> statement-breakpoint
CREATE INDEX `test_run_flow` ON `test_run` (`flow_id`,`no`);