using System.Globalization;
using NovaFence.Core.Alerts;
using NovaFence.Core.Hosts;

namespace NovaFence.Core.Tests.Alerts;

/// <summary>
/// The events of one alert, in the order of their receipt. A step is <c>when it is received, event, = order status</c>, in seconds: <c>F-60</c> fires since
/// 60 s before the beginning, <c>R50</c> has ended at 50, <c>W</c> is the end of the settle window (90 s), <c>U</c> an operator's unset. A status with a
/// star is overruled, one with a tilde ended by what is perhaps an echo.
/// </summary>
public sealed class AlertHistoryTests
{
    private static readonly DateTimeOffset Beginning = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("a repeat changes nothing", "0 F-60=NewPeriod Firing, 60 F-60=Repeat Firing")]
    [InlineData("startsAt moves back with a second Prometheus", "0 F-60=NewPeriod Firing, 10 F-600=Repeat Firing, 70 R65=Ended Resolved")]
    [InlineData("an end counts from the begin that its sender says now", "0 F0=NewPeriod Firing, 10 F-600=Repeat Firing, 20 R-300=Ended Resolved")]
    [InlineData("startsAt moves on by no more than clocks may differ", "0 F0=NewPeriod Firing, 310 F300=Repeat Firing")]
    [InlineData("startsAt moves on by more", "0 F0=NewPeriod Firing, 310 F301=NewPeriod Firing")]
    [InlineData("it ends, and its end is said again", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 70 R50=EndedBefore Resolved")]
    [InlineData("it resumes within the window, and goes on", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 100 F-60=Pending Pending, 120 F-60=Pending Pending, 150 W=FiresAgain Firing, 160 F-60=Repeat Firing")]
    [InlineData("it resumes within the window, with an older start", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 100 F-90=Pending Pending")]
    [InlineData("it was an echo", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 100 F-60=Pending Pending, 120 R50=Ended Resolved")]
    [InlineData("the window begins anew with every resolved", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 140 R50=EndedBefore Resolved, 229 F-60=Pending Pending")]
    [InlineData("it resumes a tick before the window ends", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 149.999 F-60=Pending Pending")]
    [InlineData("it resumes when the window has ended", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 150 F-60=FiresAgain Firing")]
    [InlineData("it resumes hours later", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 20000 F-60=FiresAgain Firing")]
    [InlineData("a start after the end is a new period at once", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 70 F51=NewPeriod Firing")]
    [InlineData("a start that is the end is none", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 70 F50=Pending Pending")]
    [InlineData("a later start while it is pending is a new period at once", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 70 F-60=Pending Pending, 80 F51=NewPeriod Firing")]
    [InlineData("an end from the future counts as now", "0 F0=NewPeriod Firing, 60 R420=Ended Resolved, 70 F0=Pending Pending, 80 F61=NewPeriod Firing")]
    [InlineData("an end older than the period ends nothing", "0 F-60=NewPeriod Firing, 10 R-61=Superseded Firing, 20 R-60=Ended Resolved")]
    [InlineData("the end of the period before ends nothing of a later one", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 70 F55=NewPeriod Firing, 80 R50=Superseded Firing")]
    [InlineData("what fires again is ended by the end of the period before, perhaps an echo", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 200 F-60=FiresAgain Firing, 210 R50=Ended Resolved~")]
    [InlineData("what fires again is ended by a later end, no echo", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 200 F-60=FiresAgain Firing, 210 R205=Ended Resolved")]
    [InlineData("what was ended by an echo and begins anew is no echo any more", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 200 F-60=FiresAgain Firing, 210 R50=Ended Resolved~, 220 F215=NewPeriod Firing, 230 R225=Ended Resolved")]
    [InlineData("its end is heard first", "0 R-5=EndedBefore Resolved, 10 F-10=Pending Pending, 90 W=FiresAgain Firing")]
    [InlineData("its end is heard first, and it fires after the window", "0 R-5=EndedBefore Resolved, 90 F-10=FiresAgain Firing")]
    [InlineData("a firing one is never from the future", "0 F3600=NewPeriod Firing, 10 F3600=Repeat Firing")]
    public void Of_a_state_sender(string what, string steps) => Play(what, steps, tellsOfAMoment: false, SettleTime);

    [Theory]
    [InlineData("it resumes at once", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 60 F-60=FiresAgain Firing")]
    [InlineData("and ends at once", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 61 F-60=FiresAgain Firing, 62 R50=Ended Resolved~")]
    public void Of_a_state_sender_without_a_settle_time(string what, string steps) => Play(what, steps, tellsOfAMoment: false, TimeSpan.Zero);

    [Theory]
    [InlineData("the moment counts, and not the receipt", "0 F-10=NewPeriod Firing, 5 R-2=Ended Resolved, 6 F-5=Superseded Resolved")]
    [InlineData("an end of before it was opened", "0 F-5=NewPeriod Firing, 1 R-6=Superseded Firing")]
    [InlineData("of two of one moment the one received later counts", "0 F-5=NewPeriod Firing, 1 R-5=Ended Resolved, 2 F-5=NewPeriod Firing, 3 R-5=Ended Resolved")]
    [InlineData("it is told twice", "0 F-10=NewPeriod Firing, 5 F-10=Repeat Firing, 6 F-5=Repeat Firing")]
    [InlineData("it is opened again, with no window", "0 F-10=NewPeriod Firing, 5 R-2=Ended Resolved, 6 F1=NewPeriod Firing")]
    [InlineData("an end whose clock is ahead is before what that clock says later", "0 F-10=NewPeriod Firing, 5 R100=Ended Resolved, 10 F7=Superseded Resolved, 20 F101=NewPeriod Firing")]
    [InlineData("its end is heard first", "0 R-5=EndedBefore Resolved, 1 F-10=Superseded Resolved, 2 F-4=NewPeriod Firing")]
    public void Of_a_moment_sender(string what, string steps) => Play(what, steps, tellsOfAMoment: true, SettleTime);

    [Theory]
    [InlineData("its repeats stay so", "0 F-60=NewPeriod Firing, 100 U=Firing*, 110 F-60=Repeat Firing*, 9000 F-60=Repeat Firing*")]
    [InlineData("a start further after the word than clocks may differ ends it", "0 F-60=NewPeriod Firing, 100 U=Firing*, 500 F401=NewPeriod Firing")]
    [InlineData("a start that a clock ahead explains does not", "0 F-60=NewPeriod Firing, 100 U=Firing*, 500 F400=NewPeriod Firing*")]
    [InlineData("after its end any later start ends it", "0 F-60=NewPeriod Firing, 100 U=Firing*, 110 R105=Ended Resolved*, 120 F106=NewPeriod Firing")]
    [InlineData("after its end the same start does not, within the window", "0 F-60=NewPeriod Firing, 100 U=Firing*, 110 R105=Ended Resolved*, 150 F-60=Pending Pending*, 200 W=FiresAgain Firing*, 210 F-60=Repeat Firing*")]
    [InlineData("after its end the same start does not, whenever it comes", "0 F-60=NewPeriod Firing, 100 U=Firing*, 110 R105=Ended Resolved*, 90000 F-60=FiresAgain Firing*")]
    [InlineData("after its end an older start does not", "0 F-60=NewPeriod Firing, 100 U=Firing*, 110 R105=Ended Resolved*, 90000 F-90=FiresAgain Firing*")]
    [InlineData("after its end a start that was before the word does not, though later than the period's", "0 F-60=NewPeriod Firing, 100 U=Firing*, 110 R105=Ended Resolved*, 120 F-30=Pending Pending*, 200 W=FiresAgain Firing*")]
    [InlineData("what resumes with a start that did not end it stays so", "0 F-60=NewPeriod Firing, 100 U=Firing*, 500 F400=NewPeriod Firing*, 510 R505=Ended Resolved*, 700 F400=FiresAgain Firing*")]
    [InlineData("one that had ended before the word, and begins after it", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 100 U=Resolved*, 220 F150=NewPeriod Firing")]
    [InlineData("one that had ended before the word, and resumes", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 100 U=Resolved*, 220 F-60=FiresAgain Firing*")]
    [InlineData("a pending one is overruled too", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 70 F-60=Pending Pending, 80 U=Pending*, 150 W=FiresAgain Firing*")]
    [InlineData("of two starts that it had said the later one is overruled too", "0 F-60=NewPeriod Firing, 10 F-20=Repeat Firing, 20 F-60=Repeat Firing, 100 U=Firing*, 110 R-30=Ended Resolved*, 220 F-20=FiresAgain Firing*")]
    [InlineData("of two starts that it had said before its end the later one is overruled too", "0 F-60=NewPeriod Firing, 10 F-20=Repeat Firing, 50 R45=Ended Resolved, 100 U=Resolved*, 220 F-20=FiresAgain Firing*")]
    [InlineData("the end of before the word is no end of the period", "0 F-60=NewPeriod Firing, 60 R50=Ended Resolved, 200 F-60=FiresAgain Firing, 210 U=Firing*, 220 F-30=Repeat Firing*")]
    public void Overruled_by_an_operator(string what, string steps) => Play(what, steps, tellsOfAMoment: false, SettleTime);

    [Theory]
    [InlineData("told again it stays so", "0 F-10=NewPeriod Firing, 100 U=Firing*, 110 F105=Repeat Firing*")]
    [InlineData("opened again after its end and the word", "0 F-10=NewPeriod Firing, 100 U=Firing*, 110 R105=Ended Resolved*, 120 F115=NewPeriod Firing")]
    [InlineData("opened again after its end, before the word", "0 F-10=NewPeriod Firing, 100 U=Firing*, 110 R50=Ended Resolved*, 120 F60=NewPeriod Firing*")]
    [InlineData("opened again after its end and the word, and the end comes last", "0 F-10=NewPeriod Firing, 100 U=Firing*, 120 F115=Repeat Firing*, 121 R105=Ended Pending*, 211 W=FiresAgain Firing")]
    [InlineData("the same, and the opening is delivered once more", "0 F-10=NewPeriod Firing, 100 U=Firing*, 120 F115=Repeat Firing*, 121 R105=Ended Pending*, 130 F115=NewPeriod Firing")]
    [InlineData("the same, and it ends", "0 F-10=NewPeriod Firing, 100 U=Firing*, 120 F115=Repeat Firing*, 121 R105=Ended Pending*, 130 R125=Ended Resolved*")]
    [InlineData("opened again before the word, and the end comes last", "0 F-10=NewPeriod Firing, 20 F15=Repeat Firing, 100 U=Firing*, 121 R10=Superseded Firing*")]
    [InlineData("opened again before the word, by a clock that is ahead, and the end comes last", "0 F50=NewPeriod Firing, 10 F70=Repeat Firing, 20 U=Firing*, 30 R60=Superseded Firing*")]
    [InlineData("the end of the period before comes last", "0 F-10=NewPeriod Firing, 100 U=Firing*, 120 F115=Repeat Firing*, 121 R-20=Superseded Firing*")]
    public void Overruled_by_an_operator_of_a_moment_sender(string what, string steps) => Play(what, steps, tellsOfAMoment: true, SettleTime);

    [Fact]
    public void An_end_from_the_future_is_kept_as_of_its_receipt()
    {
        var (history, _) = Entry().Take(Event('F', 0, 0, false), SettleTime, MaxClockSkew, isFirst: true);

        (history, _) = history.Take(Event('R', 420, 60, false), SettleTime, MaxClockSkew, isFirst: false);

        history.Should().BeEquivalentTo(new { EndsAt = Beginning.AddSeconds(60), ResolvedAt = Beginning.AddSeconds(60), At = Beginning.AddSeconds(60) });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_resolved_that_is_taken_late_does_not_shorten_the_settle_window(bool tellsOfAMoment)
    {
        var (history, _) = Entry().Take(Event('F', 0, 0, tellsOfAMoment), SettleTime, MaxClockSkew, isFirst: true);
        (history, _) = history.Take(Event('R', 50, 60, tellsOfAMoment), SettleTime, MaxClockSkew, isFirst: false);

        (history, _) = history.Take(Event('R', 51, 40, tellsOfAMoment), SettleTime, MaxClockSkew, isFirst: false);

        history.ResolvedAt.Should().Be(Beginning.AddSeconds(60));
    }

    [Fact]
    public void A_superseded_event_leaves_the_history_as_it_was()
    {
        var (history, _) = Entry().Take(Event('F', 0, 0, false), SettleTime, MaxClockSkew, isFirst: true);

        history.Take(Event('R', -1, 60, false), SettleTime, MaxClockSkew, isFirst: false).History.Should().BeSameAs(history);
    }

    private static void Play(string what, string steps, bool tellsOfAMoment, TimeSpan settleTime)
    {
        AlertHistory history = Entry();
        var isFirst = true;
        foreach (var step in steps.Split(", "))
        {
            var (received, kind, at, expected) = Read(step);
            var now = Beginning.AddSeconds(received);
            string? order = null;
            switch (kind)
            {
                case 'U':
                    history = history.Overruled(now);
                    break;
                case 'W':
                    history.SettlesAt(settleTime).Should().Be(now, "the window of {0} ends then", what);
                    history = history.FiresAgain(now);
                    order = nameof(AlertOrder.FiresAgain);
                    break;
                default:
                    (history, var taken) = history.Take(Event(kind, at, received, tellsOfAMoment), settleTime, MaxClockSkew, isFirst);
                    isFirst = false;
                    order = taken.ToString();
                    break;
            }

            var found = $"{order}{(order is null ? "" : " ")}{history.Status}{(history.IsOverruled ? "*" : "")}{(history.EndedByEcho ? "~" : "")}";
            found.Should().Be(expected, "{0}: {1}", what, step);
        }
    }

    private static (double Received, char Kind, double At, string Expected) Read(string step)
    {
        var space = step.IndexOf(' ', StringComparison.Ordinal);
        var equals = step.IndexOf('=', StringComparison.Ordinal);
        var word = step[(space + 1)..equals];
        return (double.Parse(step[..space], CultureInfo.InvariantCulture), word[0], word.Length > 1 ? double.Parse(word[1..], CultureInfo.InvariantCulture) : 0, step[(equals + 1)..]);
    }

    private static AlertEntry Entry() => new() { Receiver = "alertmanager", Fingerprint = "f1" };

    private static AlertEvent Event(char kind, double at, double received, bool tellsOfAMoment) => new()
    {
        Receiver = "alertmanager",
        Fingerprint = "f1",
        Status = kind == 'F' ? AlertStatus.Firing : AlertStatus.Resolved,
        At = Beginning.AddSeconds(at),
        ReceivedAt = Beginning.AddSeconds(received),
        TellsOfAMoment = tellsOfAMoment,
    };
}
