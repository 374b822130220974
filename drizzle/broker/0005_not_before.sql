CREATE TABLE "not_before" (
	"level" text NOT NULL,
	"id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "not_before_level_id_pk" PRIMARY KEY("level","id")
);
--> statement-breakpoint
ALTER TABLE "refresh_tokens" ADD COLUMN "issued_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "sign_ins" ADD COLUMN "network" text;--> statement-breakpoint
INSERT INTO "not_before" ("level", "id", "at") SELECT 'person', "id", "sign_ins_valid_from" FROM "persons" WHERE "sign_ins_valid_from" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "persons" DROP COLUMN "sign_ins_valid_from";