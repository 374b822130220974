CREATE TABLE "sent_notices" (
	"entry_id" text NOT NULL,
	"person_id" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sent_notices_entry_id_person_id_pk" PRIMARY KEY("entry_id","person_id")
);
