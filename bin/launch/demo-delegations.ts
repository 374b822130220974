import type { DemoWorld } from '#examples/demo-world/world.ts';
import type { DemoDelegations } from './demo-file.ts';
import type { Settings } from './settings.ts';

export async function demoDelegations(_settings: Settings, _world: DemoWorld): Promise<DemoDelegations> {
  return {};
}
