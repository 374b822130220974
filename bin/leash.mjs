// Loaded into every program that the launcher starts: a program whose launcher is gone ends too.
function end() {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), 8_000).unref();
}

// What a program starts itself (`next dev` starts several) inherits this import and is that program's to end.
if (process.env.COUNTERSIGN_LEASHED === undefined) {
  process.env.COUNTERSIGN_LEASHED = 'true';
  // The launcher may have gone while this was being read.
  if (process.connected) process.on('disconnect', end);
  else end();
  process.channel?.unref();
}
