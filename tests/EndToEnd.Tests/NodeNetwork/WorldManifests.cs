using System.Net;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.NodeNetwork;

/// <summary>What there is in the cluster of <see cref="NodeWorld"/>.</summary>
internal static class WorldManifests
{
    public static string Write(IPEndPoint own, IPEndPoint foreign) =>
        $$"""
        apiVersion: v1
        kind: Node
        metadata: { name: hz-1 }
        ---
        apiVersion: v1
        kind: Node
        metadata: { name: bj-1 }
        ---
        apiVersion: apps.kubeedge.io/v1alpha1
        kind: NodeGroup
        metadata: { name: hangzhou }
        spec: { nodes: [hz-1] }
        ---
        apiVersion: apps.kubeedge.io/v1alpha1
        kind: NodeGroup
        metadata: { name: beijing }
        spec: { nodes: [bj-1] }
        ---
        apiVersion: v1
        kind: Namespace
        metadata: { name: shop }
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: { name: till, namespace: shop }
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: { name: till, namespace: shop }
        rules:
          - { apiGroups: [""], resources: [pods, configmaps], verbs: [get, list, watch] }
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: { name: till, namespace: shop }
        roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: till }
        subjects: [{ kind: ServiceAccount, name: till, namespace: shop }]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: { name: read-pods }
        rules:
          - { apiGroups: [""], resources: [pods], verbs: [get, list, watch] }
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: { name: till-reads-pods }
        roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: read-pods }
        subjects: [{ kind: ServiceAccount, name: till, namespace: shop }]
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: { name: kube-proxy, namespace: kube-system }
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: { name: system:node-proxier }
        rules:
          - { apiGroups: [""], resources: [endpoints, services], verbs: [list, watch] }
          - { apiGroups: [""], resources: [nodes], verbs: [get, list, watch] }
          - { apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [list, watch] }
          - { apiGroups: [networking.k8s.io], resources: [servicecidrs], verbs: [list, watch] }
          - { apiGroups: ["", events.k8s.io], resources: [events], verbs: [create, patch, update] }
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: { name: kubeadm:node-proxier }
        roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: system:node-proxier }
        subjects: [{ kind: ServiceAccount, name: kube-proxy, namespace: kube-system }]
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: till-1, namespace: shop }
        spec:
          nodeName: hz-1
          serviceAccountName: till
          containers: [{ name: main, image: till }]
          volumes:
            - name: kube-api-access
              projected:
                sources: [{ configMap: { name: kube-root-ca.crt, items: [{ key: ca.crt, path: ca.crt }] } }]
        ---
        apiVersion: v1
        kind: Pod
        metadata: { name: till-2, namespace: shop }
        spec:
          nodeName: bj-1
          serviceAccountName: till
          containers: [{ name: main, image: till }]
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: closed, namespace: shop, annotations: { apps.kubeedge.io/service-topology: range-nodegroup } }
        spec: { clusterIP: "{{NodeWorld.Closed.Address}}", ports: [{ port: 80 }] }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: open, namespace: shop }
        spec: { clusterIP: "{{NodeWorld.Open.Address}}", ports: [{ port: 80 }] }
        {{Slice("closed", "own", own, "hz-1")}}
        {{Slice("closed", "foreign", foreign, "bj-1")}}
        {{Slice("open", "own", own, "hz-1")}}
        {{Slice("open", "foreign", foreign, "bj-1")}}
        """;

    private static string Slice(string service, string name, IPEndPoint backend, string node) =>
        $$"""
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: { name: {{service}}-{{name}}, namespace: shop, labels: { kubernetes.io/service-name: {{service}} } }
        addressType: IPv4
        endpoints: [{ addresses: ["{{backend.Address}}"], nodeName: {{node}}, conditions: { ready: true } }]
        ports: [{ port: {{backend.Port}} }]
        """;
}
