CREATE TABLE `run_chunk` (
	`key` integer PRIMARY KEY NOT NULL,
	`paths` blob,
	`blobs` text,
	`body` blob NOT NULL
);
--> statement-breakpoint
-- Logs of earlier versions move over, 200 events to a piece.
INSERT INTO `run_chunk` (`key`, `paths`, `blobs`, `body`)
SELECT
	(run_no << 32) | min(seq),
	NULL,
	(
		SELECT json_group_array(place.value) FROM run_event AS inner_event, json_each(inner_event.blobs) AS place
		WHERE inner_event.run_no = outer_event.run_no AND inner_event.seq BETWEEN min(outer_event.seq) AND max(outer_event.seq)
			AND inner_event.blobs IS NOT NULL
		HAVING count(*) > 0
	),
	'[' || group_concat(
		'{"seq":' || seq || ',"at":' || at || ',"type":' || json_quote(type)
			|| iif(path IS NULL, '', ',"path":' || json_quote(path))
			|| iif(blobs IS NULL, '', ',"blobs":' || blobs)
			|| iif(body = '{}', '', ',' || substr(body, 2, length(body) - 2)) || '}',
		',' ORDER BY seq
	) || ']'
FROM run_event AS outer_event GROUP BY run_no, (seq - 1) / 200;
--> statement-breakpoint
DROP TABLE `run_event`;
