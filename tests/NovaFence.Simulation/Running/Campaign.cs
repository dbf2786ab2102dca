using System.Diagnostics;
using NovaFence.Simulation.Breaks;
using NovaFence.Simulation.Histories;
using NovaFence.Simulation.Sentences;

namespace NovaFence.Simulation.Running;

/// <summary>Many histories, one after the other on each thread, until one violates a sentence.</summary>
/// <param name="seed">The seed of the first.</param>
/// <param name="histories">How many.</param>
/// <param name="threads">How many at once.</param>
/// <param name="broken">What is done wrong on purpose.</param>
/// <param name="tell">Is told of every violation, and then all histories are run; null to end with the first.</param>
/// <param name="apart">How far their seeds are apart: the seed says what is special in a history.</param>
/// <param name="mixed">Whether what is special may come together.</param>
internal sealed class Campaign(int seed, int histories, int threads, Break broken, Action<int, Violation>? tell = null, int apart = 1, bool mixed = false)
{
    private readonly Stopwatch _watch = new();
    private int _next;
    private int _done;
    private int _firstViolated = int.MaxValue;

    internal int Done => Volatile.Read(ref _done);

    /// <summary>How many were told.</summary>
    internal int Violations { get; private set; }

    internal TimeSpan Took => _watch.Elapsed;

    /// <summary>The first history, by its seed, that violates a sentence; null when none does.</summary>
    internal History? Run()
    {
        _watch.Start();
        var others = Enumerable.Range(1, threads - 1).Select(_ => new Thread(Work) { IsBackground = true }).ToList();
        others.ForEach(thread => thread.Start());
        Work();
        others.ForEach(thread => thread.Join());
        _watch.Stop();
        return _firstViolated == int.MaxValue ? null : Generator.Generate(SeedOf(_firstViolated), mixed);
    }

    private void Work()
    {
        while (Interlocked.Increment(ref _next) - 1 is var number && number < histories && number < Volatile.Read(ref _firstViolated))
        {
            if (Judge(number) is { } violation)
            {
                if (tell is null)
                    NoteViolation(number);
                else
                    Tell(tell, SeedOf(number), violation);
            }

            Interlocked.Increment(ref _done);
        }
    }

    private Violation? Judge(int number) => Historian.Judge(Generator.Generate(SeedOf(number), mixed), broken);

    private int SeedOf(int number) => unchecked(seed + (number * apart));

    private void Tell(Action<int, Violation> told, int violated, Violation violation)
    {
        lock (_watch)
        {
            Violations++;
            told(violated, violation);
        }
    }

    private void NoteViolation(int number)
    {
        for (var known = Volatile.Read(ref _firstViolated); number < known;)
        {
            var before = Interlocked.CompareExchange(ref _firstViolated, number, known);
            if (before == known)
                return;
            known = before;
        }
    }
}
