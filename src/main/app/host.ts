/** Which host runs the application. SECURITY: only Electron's own binary sets process.versions.electron; whatever else runs this file is for rehearsals. */
export function currentHost(versions: NodeJS.ProcessVersions = process.versions): 'electron' | 'shell' {
  return typeof versions.electron === 'string' ? 'electron' : 'shell';
}
