using CodexLsp.Engine.Verification;

namespace CodexLsp.CSharp.Tests.Verification;

/// <summary>
/// A change of a declaration is felt by documents that name it, derive from it, or bind to it without a name. Compiling
/// everything is the oracle: the documents chosen must bring the same errors.
/// </summary>
public sealed class ReachTests
{
    // Each breaks a document that the change does not touch, in another project unless the change is private.
    public static TheoryData<string, string, string, string> Breaking => new()
    {
        { "a method is renamed", "public class A { public void M() { } }", "M()|N()", "class B { void T(A a) => a.M(); }" },
        { "a return type changes", "public class A { public int M() => default; }", "int|string", "class B { int T(A a) => a.M(); }" },
        { "an overload goes", "public class A { public void M(int i) { } public void M(string s) { } }", "string s|bool s", "class B { void T(A a) => a.M(\"\"); }" },
        { "a parameter comes", "public class A { public void M() { } }", "M()|M(int i)", "class B { void T(A a) => a.M(); }" },
        { "a parameter's name changes", "public class A { public void M(int i) { } }", "int i|int j", "class B { void T(A a) => a.M(i: 1); }" },
        { "a default value goes", "public class A { public void M(int i = 1) { } }", "int i = 1|int i", "class B { void T(A a) => a.M(); }" },
        { "a method becomes internal", "public class A { public void M() { } }", "public void|internal void", "class B { void T(A a) => a.M(); }" },
        { "a setter goes", "public class A { public int P { get; set; } }", "get; set;|get;", "class B { void T(A a) { a.P = 1; } }" },
        { "an interface gets a member", "public interface I { void M(); }", "void M();|void M(); void N();", "class B : I { public void M() { } }" },
        { "an interface loses a member", "public interface I { void M(); }", "void M();|", "class B : I { void I.M() { } }" },
        { "an indirect interface gets a member", "public interface I { }\n//- Mid/J.cs\npublic interface J : I { }", "{ }|{ void N(); }", "class B : J { }" },
        { "an abstract member comes", "public abstract class A { }", "{ }|{ public abstract void N(); }", "class B : A { }" },
        { "a virtual member is sealed", "public class A { public virtual void M() { } }", "virtual |", "class B : A { public override void M() { } }" },
        { "a constructor gets a parameter", "public class A { public A() { } }", "A()|A(int i)", "class B { A T() => new(); }" },
        { "a constructor gets a parameter, the type unnamed", "public class A { public A() { } }\n//- Mid/C.cs\npublic class C { public static void Take(A a) { } }", "A()|A(int i)", "class B { void T() => C.Take(new()); }" },
        { "a base constructor gets a parameter", "public class A { public A() { } }", "A()|A(int i)", "class B : A { }" },
        { "a private constructor comes", "public class A { }", "{ }|{ A() { } }", "class B { object T() => new A(); }" },
        { "a primary constructor changes", "public class A(int i) { public int I => i; }", "(int i)|(int i, int j)", "class B { A T() => new(1); }" },
        { "a record gets a parameter", "public record A(int I);", "int I|int I, int J", "class B { int T(A a) { var (i, _) = (a, 1); return new A(1).I; } }" },
        { "a positional pattern", "public record A(int I, int J);", "int I, int J|int I, int J, int K", "class B { bool T(A a) => a is (1, 2); }" },
        { "Deconstruct goes", "public class A { public void Deconstruct(out int i, out int j) { i = j = 1; } }", "Deconstruct|Apart", "class B { int T(A a) { var (i, j) = a; return i + j; } }" },
        { "Deconstruct of an unnamed type goes", "public class A { public void Deconstruct(out int i, out int j) { i = j = 1; } }\n//- Mid/C.cs\npublic class C { public static A Make() => new A(); }", "Deconstruct|Apart", "class B { int T() { var (i, j) = C.Make(); return i + j; } }" },
        { "GetEnumerator goes", "using System.Collections.Generic; public class A { public IEnumerator<int> GetEnumerator() => null!; }", "GetEnumerator|Walk", "class B { void T(A a) { foreach (var i in a) { } } }" },
        { "Current goes", "public class A { public int Current => 1; public bool MoveNext() => false; }\n//- Core/E.cs\npublic class E { public A GetEnumerator() => new(); }", "Current|Now", "class B { void T(E e) { foreach (var i in e) { } } }" },
        { "GetAwaiter goes", "using System.Runtime.CompilerServices; public class A { public TaskAwaiter GetAwaiter() => default; }", "GetAwaiter|Wait", "class B { async void T(A a) => await a; }" },
        { "Dispose goes", "public class A : System.IDisposable { public void Dispose() { } }", " : System.IDisposable|", "class B { void T() { using var a = new A(); } }" },
        { "Add of a collection goes", "using System.Collections; public class A : IEnumerable { public void Add(int i) { } public IEnumerator GetEnumerator() => null!; }", "Add|Put", "class B { A T() => new() { 1 }; }" },
        { "an indexer goes", "public class A { public int this[int i] => i; }", "int this[int i] => i;|int At(int i) => i;", "class B { int T(A a) => a[1]; }" },
        { "an operator goes", "public class A { public static A operator +(A a, A b) => a; }", "A operator +(A a, A b)|A Plus(A a, A b)", "class B { A T(A a) => a + a; }" },
        { "an operator of an unnamed type goes", "public class A { public static A operator -(A a) => a; }\n//- Mid/C.cs\npublic class C { public A It = new(); }", "A operator -(A a)|A Minus(A a)", "class B { object T(C c) => -c.It; }" },
        { "a conversion becomes explicit", "public class A { public static implicit operator int(A a) => 1; }\n//- Mid/C.cs\npublic class C { public A It = new(); }", "implicit|explicit", "class B { int T(C c) => c.It; }" },
        { "a base class goes", "public class Z { } public class A : Z { }\n//- Mid/C.cs\npublic class C { public A It = new(); public static void Take(Z z) { } }", "A : Z|A", "class B { void T(C c) => C.Take(c.It); }" },
        { "an enum member goes", "public enum E { One, Two }", ", Two|", "class B { E T() => E.Two; }" },
        { "a constant's type changes", "public class A { public const int C = 1; }", "int C = 1|string C = \"1\"", "class B { int T() => A.C; }" },
        { "a constant's value changes", "public class A { public const int C = 1; }", "C = 1|C = 2", "class B { int T(int i) { switch (i) { case A.C: return 1; case 2: return 2; } return 0; } }" },
        { "an extension method moves", "namespace N { public static class X { public static int Twice(this int i) => i; } }", "namespace N|namespace M", "using N; class B { int T() => 1.Twice(); }" },
        { "an extension member goes", "public static class X { extension(int i) { public int Twice => i; } }", "Twice|Double", "class B { int T() => 1.Twice; }" },
        { "a query operator goes", "using System; public class A { public A Select(Func<int, int> f) => this; }", "Select|Map", "class B { A T(A a) => from i in a select i; }" },
        { "a type becomes static", "public class A { }", "class|static class", "class B { A? T() => null; }" },
        { "a type is sealed", "public class A { }", "class|sealed class", "class B : A { }" },
        { "a class becomes abstract", "public class A { }", "class|abstract class", "class B { A T() => new(); }" },
        { "a constraint tightens", "public class A<T> { }", "A<T>|A<T> where T : class", "class B { A<int>? T() => null; }" },
        { "a struct gets a field", "public struct A { public int X; }", "public int X;|public int X; public int Y;", "class B { A T() { A a; a.X = 1; return a; } }" },
        { "a member becomes required", "public class A { public int P { get; set; } }", "public int P|public required int P", "class B { A T() => new(); }" },
        { "a name hides another", "public class Z { public int V = 1; } public class A : Z { }", "A : Z { }|A : Z { public new string V = \"\"; }", "class B { int T(A a) => a.V; }" },
        { "a new overload is ambiguous", "public class A { public void M(string? s) { } }", "{ public|{ public void M(B2? b) { } public", "class B { void T(A a) => a.M(null); }\n//- Core/B2.cs\npublic class B2 { }" },
        { "an attribute's constructor changes", "public class MarkAttribute : System.Attribute { public MarkAttribute() { } }", "MarkAttribute() {|MarkAttribute(int i) {", "[Mark] class B { }" },
        { "something becomes an obsolete error", "public class A { public void M() { } }", "public void|[System.Obsolete(\"no\", true)] public void", "class B { void T(A a) => a.M(); }" },
        { "a delegate changes", "public delegate void D(int i);\n//- Mid/C.cs\npublic class C { public static void Each(D d) { } }", "int i|int i, int j", "class B { void T() => C.Each(i => { }); }" },
        { "a namespace goes", "namespace N { public class A { } }", "namespace N|namespace M", "using N; class B { }" },
        { "a global using goes", "global using System.Text;", "global using System.Text;|", "//- Core/G.cs\nclass G { StringBuilder? T() => null; }" },
        { "another part of a partial type", "public partial class A { }", "{ }|{ public int X; }", "class B { }\n//- Core/Part.cs\npublic partial class A { public int X; }" },
        { "a private field in another part", "public partial class A { int _x = 1; }", "_x|_y", "class B { }\n//- Core/Part.cs\npublic partial class A { public int X() => _x; }" },
        { "internals become invisible", "using System.Runtime.CompilerServices; [assembly: InternalsVisibleTo(\"App\")] class A { }", "\"App\"|\"Other\"", "class B { A? T() => null; }" },
        { "an alias stands for the type", "public class A { public static implicit operator int(A a) => 1; }", "implicit|explicit", "using Same = A; class B { int T(Same s) => s; }" },
        { "a collection expression's target", "using System.Collections.Generic; public class A : List<int> { public A() { } }", "public A()|public A(int i)", "class B { A T() => [1, 2]; }" },
        { "a params collection's constructor", "using System.Collections.Generic; public class A : List<int> { public A() { } }\n//- Mid/C.cs\npublic static class C { public static void Take(params A a) { } }", "public A()|public A(int i)", "class B { void T() => C.Take(1, 2); }" },
        { "a value taken out of a record", "public class A { public static implicit operator int(A a) => 1; }\n//- Mid/R.cs\npublic record R(A First, int Second);\n//- Mid/C.cs\npublic static class C { public static R Make() => null!; }", "implicit|explicit", "class B { int T() { var (a, _) = C.Make(); return a; } }" },
        { "an unmanaged struct gets a reference", "public struct A { public int X; }", "public int X;|public string X;", "class B { void T<U>() where U : unmanaged { } void S() => T<A>(); }" },
        { "a collection's builder is renamed", "using System; public static class MyBuilder { public static Many Make(ReadOnlySpan<int> items) => new(); }\n//- Core/Many.cs\nusing System.Collections; using System.Runtime.CompilerServices; [CollectionBuilder(typeof(MyBuilder), \"Make\")] public class Many : IEnumerable { public Enumerator GetEnumerator() => default; IEnumerator IEnumerable.GetEnumerator() => null!; public struct Enumerator { public int Current => 1; public bool MoveNext() => false; } }\n//- Mid/C.cs\npublic static class C { public static void Take(Many m) { } public static void Each(params Many m) { } }", "Make|Build", "class B { void T() => C.Take([1, 2]); }" },
        { "a collection builder's parameter changes", "using System; public static class MyBuilder { public static Many Make(ReadOnlySpan<int> items) => new(); }\n//- Core/Many.cs\nusing System.Collections; using System.Runtime.CompilerServices; [CollectionBuilder(typeof(MyBuilder), \"Make\")] public class Many : IEnumerable { public Enumerator GetEnumerator() => default; IEnumerator IEnumerable.GetEnumerator() => null!; public struct Enumerator { public int Current => 1; public bool MoveNext() => false; } }\n//- Mid/C.cs\npublic static class C { public static void Take(Many m) { } public static void Each(params Many m) { } }", "<int> items|<string> items", "class B { void T() => C.Take([1, 2]); }" },
        { "the builder of a params collection is renamed", "using System; public static class MyBuilder { public static Many Make(ReadOnlySpan<int> items) => new(); }\n//- Core/Many.cs\nusing System.Collections; using System.Runtime.CompilerServices; [CollectionBuilder(typeof(MyBuilder), \"Make\")] public class Many : IEnumerable { public Enumerator GetEnumerator() => default; IEnumerator IEnumerable.GetEnumerator() => null!; public struct Enumerator { public int Current => 1; public bool MoveNext() => false; } }\n//- Mid/C.cs\npublic static class C { public static void Take(Many m) { } public static void Each(params Many m) { } }", "Make|Build", "class B { void T() => C.Each(1, 2); }" },
        { "an interpolated string handler's constructor loses a parameter", "using System.Runtime.CompilerServices; [InterpolatedStringHandler] public struct H { public H(int literal, int formatted) { } public void AppendLiteral(string s) { } public void AppendFormatted(int i) { } }\n//- Mid/C.cs\npublic class C { public C() { } public C(H h) { } public static void Log(H h) { } }\npublic static class D { public static void Take(C c) { } }", "int literal, int formatted|int literal", "class B { void T() => C.Log($\"x{1}\"); }" },
        { "an interpolated string handler nobody names is not made", "using System.Runtime.CompilerServices; [InterpolatedStringHandler] public struct H { public H(int literal, int formatted) { } public void AppendLiteral(string s) { } public void AppendFormatted(int i) { } }\n//- Mid/C.cs\npublic class C { public C() { } public C(H h) { } public static void Log(H h) { } }\npublic static class D { public static void Take(C c) { } }", "int literal, int formatted|int literal", "class B { void T() => D.Take(new($\"x{1}\")); }" },
        { "an interpolated string handler takes something else", "using System.Runtime.CompilerServices; [InterpolatedStringHandler] public struct H { public H(int literal, int formatted) { } public void AppendLiteral(string s) { } public void AppendFormatted(int i) { } }\n//- Mid/C.cs\npublic class C { public C() { } public C(H h) { } public static void Log(H h) { } }\npublic static class D { public static void Take(C c) { } }", "int i)|bool i)", "class B { void T() => D.Take(new($\"x{1}\")); }" },
    };

    [Theory]
    [MemberData(nameof(Breaking))]
    public async Task What_compiling_everything_finds_is_found(string kind, string core, string edit, string app)
    {
        var solution = Build(core, app);
        var parts = edit.Split('|');
        var change = solution.Replace("Core/A.cs", parts[0], parts[1]);

        var chosen = await solution.JudgeAsync(change);
        var everything = await solution.JudgeEverythingAsync(change);

        Assert.True(everything.Status == VerificationStatus.Broken, $"{kind}: the edit should break something.");
        Assert.Equal(TestSolution.Show(everything), TestSolution.Show(chosen));
    }

    [Fact]
    public async Task Nothing_else_is_compiled_when_only_a_private_member_changes()
    {
        var solution = Build("public class A { void M() { } public void Use() => Use(); }", "class B { void M(A a) => a.Use(); }");

        var verdict = await solution.JudgeAsync(solution.Replace("Core/A.cs", "void M()", "int M() => 1; void N()"));

        Assert.Equal(1, verdict.Scope.Documents);
    }

    [Fact]
    public async Task Only_those_who_name_a_changed_member_are_compiled()
    {
        var solution = Build("public class A { public void M() { } public void N() { } }", "class B { void T(A a) => a.M(); }\n//- App/C.cs\nclass C { void T(A a) => a.N(); }");

        var verdict = await solution.JudgeAsync(solution.Replace("Core/A.cs", "void M()", "void M(int optional = 1)"));

        Assert.Equal("Verified", TestSolution.Show(verdict));
        Assert.Equal(2, verdict.Scope.Documents);
    }

    [Theory]
    [InlineData("public int M() => 1;", "public int M() { return 2; }")]
    [InlineData("public int P { get { return 1; } }", "public int P => 1;")]
    [InlineData("public int F = 1;", "public int F = 2;")]
    [InlineData("/// <summary>One.</summary>\npublic int F;", "public int F;")]
    [InlineData("public A() : this(1) { }", "public A() : this(2) { }")]
    public async Task A_change_of_a_body_reaches_nobody(string old, string @new)
    {
        var solution = Build("public class A { public A(int i) { } " + old + " }", "class B { object T(A a) => a; }");

        var verdict = await solution.JudgeAsync(solution.Replace("Core/A.cs", old, @new));

        Assert.Equal(1, verdict.Scope.Documents);
    }

    private static TestSolution Build(string core, string app) =>
        TestSolution.Parse($"//- Core/A.cs\n{core}\n//- App/B.cs\n{app}\n");
}
