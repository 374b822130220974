CREATE TABLE "tickets" (
	"ref" text PRIMARY KEY NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"closed_by_id" text
);
