/** The packaging configuration is held to its promises: fuses, by setting them in a binary's fuse wire; contents and dependencies, by the files themselves. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { afterPack } from '../../scripts/packaging/after-pack.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const text = (file: string) => readFileSync(path.join(root, file), 'utf8');
const config = parse(text('electron-builder.yml')) as { asar: boolean; asarUnpack: string[]; afterPack: string; npmRebuild: boolean; files: string[]; publish: null };
const manifest = JSON.parse(text('package.json')) as { main: string; dependencies: Record<string, string>; devDependencies: Record<string, string> };

/** As Electron lays it out: the sentinel, the wire's version, its length, a state for each fuse. */
function binaryWithFuses(count: number): Buffer {
  return Buffer.concat([Buffer.alloc(64, 1), Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([1, count]), Buffer.from('1'.repeat(count)), Buffer.alloc(64, 2)]);
}

describe('fuses', () => {
  let folder = '';
  beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'keyrite-fuses-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const pack = async (count: number) => {
    writeFileSync(path.join(folder, 'keyrite'), binaryWithFuses(count));
    await afterPack({ appOutDir: folder, packager: { executableName: 'keyrite' } });
    return getCurrentFuseWire(path.join(folder, 'keyrite'));
  };

  it.each([
    ['RunAsNode', FuseState.DISABLE],
    ['EnableCookieEncryption', FuseState.ENABLE],
    ['EnableNodeOptionsEnvironmentVariable', FuseState.DISABLE],
    ['EnableNodeCliInspectArguments', FuseState.DISABLE],
    ['EnableEmbeddedAsarIntegrityValidation', FuseState.ENABLE],
    ['OnlyLoadAppFromAsar', FuseState.ENABLE],
    ['LoadBrowserProcessSpecificV8Snapshot', FuseState.DISABLE],
    ['GrantFileProtocolExtraPrivileges', FuseState.DISABLE],
    ['WasmTrapHandlers', FuseState.ENABLE],
  ] as const)('%s is set in the binary', async (fuse, state) => {
    expect((await pack(9))[FuseV1Options[fuse]]).toBe(state);
  });

  it('fails where Electron has a fuse that nobody decided about', async () => {
    await expect(pack(10)).rejects.toThrow(/strictlyRequireAllFuses/);
  });

  it('fails where the binary has no fuses', async () => {
    writeFileSync(path.join(folder, 'keyrite'), 'not Electron');
    await expect(afterPack({ appOutDir: folder, packager: { executableName: 'keyrite' } })).rejects.toThrow(/sentinel/);
  });
});

describe('what is packed', () => {
  it('is an archive that the fuse allows, with the fuses set after packing and no rebuild', () => {
    expect(config.asar).toBe(true);
    expect(config.asarUnpack).toEqual(['**/*.node']);
    expect(config.npmRebuild).toBe(false);
    expect(config.publish).toBeNull();
    expect(existsSync(path.join(root, config.afterPack))).toBe(true);
  });

  it('is the build, the resources and the manifest, and nothing else', () => {
    expect(config.files.filter((pattern) => !pattern.startsWith('!'))).toEqual(['out/main/**', 'out/chunks/**', 'out/preload/**', 'out/renderer/**', 'out/verifier/verify.html', 'resources/**', 'package.json']);
    expect(manifest.main).toBe('out/main/index.js');
  });
});

/** The npm packages that files under `folders` import, tests apart. */
function packagesOf(folders: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const folder of folders) {
    const where = path.join(root, 'src', folder);
    for (const entry of existsSync(where) ? readdirSync(where, { recursive: true, withFileTypes: true }) : []) {
      if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || /\.test\.tsx?$/.test(entry.name)) continue;
      const { importedFiles } = ts.preProcessFile(readFileSync(path.join(entry.parentPath, entry.name), 'utf8'), true, true);
      for (const { fileName } of importedFiles) found.add(/^(@[^/]+\/)?[^/]+/.exec(fileName)![0]);
    }
  }
  return found;
}

describe('dependencies', () => {
  const declared = Object.keys(manifest.dependencies);

  // The other way round, that nothing outside the bundled window loads a development package, is an import rule (no-dev-packages).
  it('hold no package that only the bundled window uses, which would be packed twice', () => {
    const outsideTheBundle = packagesOf(['core', 'contract', 'main', 'verifier', 'exports', 'importer', 'cli']);
    expect(declared.filter((name) => !outsideTheBundle.has(name))).toEqual([]);
  });

  it('never hold Electron, its tools, or a renderer library', () => {
    expect(declared.filter((name) => /^(electron|@electron\/|react|vite|@vitejs\/|@fontsource)/.test(name))).toEqual([]);
  });

  it('are each listed with a reason', () => {
    const listed = [...text('docs/adr/0002-dependencies.md').matchAll(/^\| `([^`]+)` \| \S/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual([...declared, ...Object.keys(manifest.devDependencies)].sort());
  });
});
