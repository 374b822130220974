import { connect, createServer, type Server, type Socket } from 'node:net';
import { close, listen, loopback } from '#bin/launch/loopback.ts';

/** One address for several nodes, as a load balancer gives it that passes TLS through without reading it. */
export interface Balancer {
  /** Connections go to these ports only; those to others are closed. */
  use(ports: readonly number[]): void;
  close(): Promise<void>;
}

export async function startBalancer(port: number, nodes: readonly number[]): Promise<Balancer> {
  let inUse = nodes;
  let turn = 0;
  const open = new Set<Socket>();
  const carried = new Map<Socket, number>();

  function carry(client: Socket, tried: number): void {
    const target = inUse[turn++ % inUse.length];
    if (target === undefined) return void client.destroy();
    const node = connect(target, 'localhost');
    let connected = false;
    open.add(node);
    node.once('connect', () => {
      connected = true;
      carried.set(node, target);
      client.pipe(node).pipe(client);
    });
    node.once('error', () => {
      // Nothing of the client was read yet, so that the next node may have all of it.
      if (!connected && tried + 1 < inUse.length) carry(client, tried + 1);
      else client.destroy();
    });
    node.once('close', () => {
      open.delete(node);
      carried.delete(node);
      if (connected) client.destroy();
    });
    client.once('close', () => node.destroy());
  }

  const servers: Server[] = [];
  for (const host of loopback) {
    const server = createServer({ pauseOnConnect: false, noDelay: true }, (client) => {
      open.add(client);
      client.on('error', () => client.destroy());
      client.once('close', () => open.delete(client));
      carry(client, 0);
    });
    const fault = await listen(server, port, host);
    if (!fault) servers.push(server);
    else if (fault === 'EADDRINUSE') throw new Error(`Port ${port} is taken.`);
  }
  return {
    use: (ports) => {
      inUse = ports;
      for (const [node, to] of carried) if (!ports.includes(to)) node.destroy();
    },
    async close() {
      const closed = servers.map((server) => close(server));
      for (const socket of open) socket.destroy();
      await Promise.all(closed);
    },
  };
}
