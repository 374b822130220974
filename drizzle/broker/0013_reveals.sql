ALTER TABLE "sessions" ADD COLUMN "reveals_used" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "revealed" jsonb;