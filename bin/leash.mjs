// Loaded into every program that the launcher starts: a program whose launcher is gone ends too.
function end() {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), 8_000).unref();
}

// The launcher may have gone while this was being read.
if (process.connected) process.on('disconnect', end);
else end();
process.channel?.unref();
