using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Preview;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications.Preview;

public sealed class UnifiedDiffTests
{
    [Theory]
    [InlineData("a\nb\n", "a\nb\n", "")]
    [InlineData("", "a\nb\n", "--- /dev/null\n+++ rendered x\n@@ -0,0 +1,2 @@\n+a\n+b\n")]
    [InlineData("a\n", "", "--- live x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n")]
    [InlineData("a\nb\nc\n", "a\nB\nc\n", "--- live x\n+++ rendered x\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n")]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n5\n6\n7\n8\nnine\n", "--- live x\n+++ rendered x\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+nine\n")]
    [InlineData("a\nb\nc\nd\ne\nf\ng\nh\n", "A\nb\nc\nd\ne\nf\ng\nH\n", "--- live x\n+++ rendered x\n@@ -1,8 +1,8 @@\n-a\n+A\n b\n c\n d\n e\n f\n g\n-h\n+H\n")]
    [InlineData("a\nb\nc\nd\ne\nf\ng\nh\ni\n", "A\nb\nc\nd\ne\nf\ng\nh\nI\n", "--- live x\n+++ rendered x\n@@ -1,4 +1,4 @@\n-a\n+A\n b\n c\n d\n@@ -6,4 +6,4 @@\n f\n g\n h\n-i\n+I\n")]
    public void Of_TwoTexts_IsWhatDiffShows(string before, string after, string expected) => Assert.Equal(expected, UnifiedDiff.Of("x", before, after));
}
