// Says what Argo CD makes of AppProjects: reads cases as JSON lines, writes them again with its answer.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/gobwas/glob"
	"github.com/sirupsen/logrus"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/tools/cache"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	listers "github.com/argoproj/argo-cd/v3/pkg/client/listers/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/argo"
	"github.com/argoproj/argo-cd/v3/util/db"
	"github.com/argoproj/argo-cd/v3/util/git"
	"github.com/argoproj/argo-cd/v3/util/settings"
)

type testCase struct {
	Pattern, Separator, Text, Address *string

	Projects       []*v1alpha1.AppProject
	GlobalProjects string
	Clusters       []*v1alpha1.Cluster
	Repositories   []*v1alpha1.Repository
	Application    *v1alpha1.Application
	Cluster        *v1alpha1.Cluster
	Object         *struct {
		Group, Kind, Name, Namespace string
		Namespaced                   bool
	}
}

type database struct {
	db.ArgoDB
	of testCase
}

func (d database) GetProjectClusters(_ context.Context, project string) (found []*v1alpha1.Cluster, _ error) {
	for _, cluster := range d.of.Clusters {
		if cluster.Project == project {
			found = append(found, cluster)
		}
	}
	return found, nil
}

func (d database) GetProjectRepositories(project string) (found []*v1alpha1.Repository, _ error) {
	for _, repository := range d.of.Repositories {
		if repository.Project == project {
			found = append(found, repository)
		}
	}
	return found, nil
}

func (d database) GetCluster(context.Context, string) (*v1alpha1.Cluster, error) {
	return d.of.Cluster, nil
}

func (d database) GetClusterServersByName(context.Context, string) ([]string, error) {
	return []string{d.of.Cluster.Server}, nil
}

var managers = map[string]*settings.SettingsManager{}

func manager(globals string) *settings.SettingsManager {
	if managers[globals] == nil {
		meta := func(name string) metav1.ObjectMeta {
			labels := map[string]string{"app.kubernetes.io/part-of": "argocd"}
			return metav1.ObjectMeta{Name: name, Namespace: "argocd", Labels: labels}
		}
		config := &corev1.ConfigMap{ObjectMeta: meta("argocd-cm"), Data: map[string]string{"globalProjects": globals}}
		secret := &corev1.Secret{ObjectMeta: meta("argocd-secret"), Data: map[string][]byte{"server.secretkey": []byte("x")}}
		managers[globals] = settings.NewSettingsManager(context.Background(), fake.NewClientset(config, secret), "argocd")
	}
	return managers[globals]
}

func judge(test testCase) (answer any) {
	defer func() {
		if recover() != nil {
			answer = "panic"
		}
	}()
	if test.Pattern != nil {
		compiled, err := glob.Compile(*test.Pattern, []rune(*test.Separator)...)
		return err == nil && compiled.Match(*test.Text)
	}
	if test.Address != nil {
		return git.NormalizeGitURL(*test.Address)
	}
	ctx, store := context.Background(), database{of: test}
	indexer := cache.NewIndexer(cache.MetaNamespaceKeyFunc, cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc})
	for _, project := range test.Projects {
		_ = indexer.Add(project)
	}
	project, err := argo.GetAppProjectByName(ctx, test.Application.Spec.GetProject(), listers.NewAppProjectLister(indexer), "argocd", manager(test.GlobalProjects), store)
	if err != nil {
		return err.Error()
	}
	if thing := test.Object; thing != nil {
		if !project.IsGroupKindNamePermitted(schema.GroupKind{Group: thing.Group, Kind: thing.Kind}, thing.Name, thing.Namespaced) {
			return fmt.Sprintf("resource %s:%s is not permitted in project %s", thing.Group, thing.Kind, project.Name)
		}
		clusters := func(name string) ([]*v1alpha1.Cluster, error) { return store.GetProjectClusters(ctx, name) }
		if permitted, _ := project.IsDestinationPermitted(test.Cluster, thing.Namespace, clusters); thing.Namespaced && !permitted {
			return fmt.Sprintf("namespace %v is not permitted in project '%s'", thing.Namespace, project.Name)
		}
		return nil
	}
	if !project.IsAppNamespacePermitted(test.Application, "argocd") {
		return []string{argo.ErrProjectNotPermitted(test.Application.Name, test.Application.Namespace, project.Name).Error()}
	}
	conditions, err := argo.ValidatePermissions(ctx, &test.Application.Spec, project, store)
	texts := []string{}
	for _, condition := range conditions {
		texts = append(texts, condition.Message)
	}
	return texts
}

func main() {
	logrus.SetOutput(io.Discard)
	in, out := bufio.NewReader(os.Stdin), json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for {
		line, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return
		}
		var test testCase
		written := map[string]any{}
		if err := errors.Join(json.Unmarshal(line, &test), json.Unmarshal(line, &written)); err != nil {
			panic(err)
		}
		written["answer"] = judge(test)
		_ = out.Encode(written)
	}
}
