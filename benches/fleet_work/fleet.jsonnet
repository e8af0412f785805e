local env = 'prod';
local team = 'platform';
local baseDomain = 'example.org';
local repoURL = 'https://git.example.org/platform/fleet.git';

local secret(n) =
  local name = 'vc-' + n;
  local region = 'region-' + n % 5;
  local tier = 'tier-' + n % 3;
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 'cluster-' + name,
      namespace: 'argocd',
      labels: {
        'argocd.argoproj.io/secret-type': 'cluster',
        env: env,
        team: team,
        region: region,
        tier: tier,
        ['use-case-' + (n + 0) % 100]: 'true',
        ['use-case-' + (n + 14) % 100]: 'true',
        ['use-case-' + (n + 28) % 100]: 'true',
        ['use-case-' + (n + 42) % 100]: 'true',
        ['use-case-' + (n + 56) % 100]: 'true',
        ['use-case-' + (n + 70) % 100]: 'true',
        ['use-case-' + (n + 84) % 100]: 'true',
      },
    },
    type: 'Opaque',
    stringData: {
      name: name,
      server: 'https://' + name + '.' + baseDomain + ':6443',
      config: '<path:clusters/' + name + '#config>',
    },
  };

local instance(n) =
  local name = 'vc-' + n;
  local region = 'region-' + n % 5;
  local tier = 'tier-' + n % 3;
  {
    apiVersion: 'management.loft.sh/v1',
    kind: 'VirtualClusterInstance',
    metadata: {
      name: name,
      namespace: 'p-' + name,
      labels: { env: env, team: team, region: region },
      annotations: { 'demo-url': 'https://' + name + '.' + baseDomain },
    },
    spec: {
      displayName: 'Virtual cluster ' + name,
      owner: { team: team },
      templateRef: { name: 'fleet-template', version: '1.2.x' },
      clusterRef: { cluster: 'host-' + region },
      parameters: 'env: ' + env + '\n'
                  + 'region: ' + region + '\n'
                  + 'tier: ' + tier + '\n'
                  + 'host: ' + name + '.' + baseDomain + '\n',
      access: [{ name: 'maintainers', verbs: ['get', 'update', 'patch'], teams: [team] }],
      extraAccessRules: [{ clusterRole: 'loft-management-project-user', teams: ['developers'] }],
    },
  };

local member(name, role) = {
  kind: 'Team',
  group: 'storage.loft.sh',
  name: name,
  clusterRole: role,
};

local project(n) =
  local name = 'vc-' + n;
  local region = 'region-' + n % 5;
  {
    apiVersion: 'management.loft.sh/v1',
    kind: 'Project',
    metadata: { name: name, labels: { env: env, team: team } },
    spec: {
      displayName: 'Project of ' + name,
      owner: { team: team },
      allowedClusters: [{ name: 'host-' + region }],
      allowedTemplates: [{
        kind: 'VirtualClusterTemplate',
        group: 'storage.loft.sh',
        name: 'fleet-template',
        isDefault: true,
      }],
      requireTemplate: {},
      quotas: { project: { 'count/virtualclusterinstances': '10' } },
      members: [
        member(team, 'loft-management-project-admin'),
        member('developers', 'loft-management-project-user'),
      ],
      argoCD: {
        enabled: true,
        cluster: 'host-' + region,
        namespace: 'argocd',
        project: {
          enabled: true,
          metadata: { description: 'Virtual clusters of project ' + name },
          sourceRepos: [repoURL],
        },
      },
    },
  };

local applicationSet(i) = {
  local name = 'use-case-' + i,
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'ApplicationSet',
  metadata: {
    name: name,
    namespace: 'argocd',
    labels: { 'dodona.dev/use-case': name },
    annotations: { 'argocd.argoproj.io/sync-wave': '' + i % 4 },
  },
  spec: {
    goTemplate: true,
    goTemplateOptions: ['missingkey=error'],
    generators: [{ clusters: { selector: { matchLabels: { [name]: 'true' } } } }],
    template: {
      metadata: { name: name + '-{{.nameNormalized}}', labels: { 'dodona.dev/use-case': name } },
      spec: {
        project: 'default',
        destination: { server: 'https://kubernetes.default.svc', namespace: 'argocd' },
        source: {
          repoURL: repoURL,
          targetRevision: 'main',
          path: 'use-cases/' + name,
          plugin: {
            name: 'dodona-v1',
            parameters: [
              { name: 'environment', string: 'fleet' },
              { name: 'use-case', string: name },
              { name: 'part', string: 'applications' },
              { name: 'cluster', string: '{{.name}}' },
            ],
          },
        },
        syncPolicy: {
          automated: { prune: true, selfHeal: true },
          syncOptions: ['CreateNamespace=true'],
          retry: { limit: 5, backoff: { duration: '20s', factor: 2, maxDuration: '3m' } },
        },
      },
    },
  },
};

function(fleetSize=1000)
  [secret(n) for n in std.range(0, fleetSize - 1)]
  + [project(n) for n in std.range(0, fleetSize - 1)]
  + [instance(n) for n in std.range(0, fleetSize - 1)]
  + [applicationSet(i) for i in std.range(0, 99)]
