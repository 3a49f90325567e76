package timefold_model;

import static ai.timefold.solver.core.api.score.stream.ConstraintCollectors.sum;
import static ai.timefold.solver.core.api.score.stream.ConstraintCollectors.toList;
import static ai.timefold.solver.core.api.score.stream.Joiners.equal;
import static ai.timefold.solver.core.api.score.stream.Joiners.filtering;

import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import ai.timefold.solver.core.api.score.stream.Constraint;
import ai.timefold.solver.core.api.score.stream.ConstraintFactory;
import ai.timefold.solver.core.api.score.stream.ConstraintProvider;
import java.util.List;
import timefold_model.Season.Candidate;
import timefold_model.Season.Count;
import timefold_model.Season.Hit;
import timefold_model.Season.Kind;
import timefold_model.Season.Read;
import timefold_model.Season.RoomPair;
import timefold_model.Season.Seat;
import timefold_model.Season.Session;

/** What must hold and what is preferred; every look-up that does not depend on a decision is made before. */
public class Rules implements ConstraintProvider {
    private static final HardSoftLongScore HARD = HardSoftLongScore.ONE_HARD;
    private static final HardSoftLongScore SOFT = HardSoftLongScore.ONE_SOFT;
    static int halves = 2;
    static long load = 0;

    @Override
    public Constraint[] defineConstraints(ConstraintFactory factory) {
        return new Constraint[] {
            onePlace(factory), available(factory), limits(factory), preferredCounts(factory), days(factory),
            presided(factory), somebodyPresides(factory), rooms(factory), worth(factory), starts(factory),
            evenLoad(factory), readers(factory)
        };
    }

    /** Before anybody sits: rooms, what starts are worth, and whether enough can come. */
    public static class Timetable implements ConstraintProvider {
        @Override
        public Constraint[] defineConstraints(ConstraintFactory factory) {
            Rules rules = new Rules();
            return new Constraint[] {rules.rooms(factory), rules.starts(factory), supply(factory), scarcity(factory)};
        }

        Constraint supply(ConstraintFactory factory) {
            return factory.forEach(Session.class)
                    .penalize(HARD, session -> session.missing[session.start.place()]).asConstraint("supply");
        }

        Constraint scarcity(ConstraintFactory factory) {
            return factory.forEach(Session.class)
                    .penalizeLong(SOFT, session -> session.scarce[session.start.place()]).asConstraint("scarcity");
        }
    }

    /** Nobody is in two sessions at a time or twice in one, nor in two districts in adjoining half-days of a day. */
    Constraint onePlace(ConstraintFactory factory) {
        return factory.forEachUniquePair(Seat.class, equal(Seat::getExpert))
                .filter(Rules::clash)
                .penalize(HARD).asConstraint("one place");
    }

    static boolean clash(Seat one, Seat other) {
        Session here = one.getSession(), there = other.getSession();
        if (here == there) return true;
        if (one.start == null || other.start == null) return false;
        int first = one.start.position(), second = other.start.position();
        if (first < second + there.length && second < first + here.length) return true;
        return here.district != 0 && there.district != 0 && here.district != there.district
                && (follows(first + here.length, second) || follows(second + there.length, first));
    }

    private static boolean follows(int end, int start) {
        return end == start && start % halves != 0;
    }

    Constraint available(ConstraintFactory factory) {
        return factory.forEach(Seat.class)
                .filter(seat -> seat.start != null && seat.candidate().away.get(seat.start.place()))
                .penalize(HARD).asConstraint("available");
    }

    Constraint limits(ConstraintFactory factory) {
        return factory.forEach(Seat.class)
                .flattenLast(seat -> seat.candidate().hits)
                .groupBy(Hit::count, sum(Hit::weight))
                .filter((count, total) -> total > count.high)
                .penalize(HARD, (count, total) -> total - count.high).asConstraint("limits");
    }

    Constraint preferredCounts(ConstraintFactory factory) {
        return factory.forEach(Seat.class)
                .flattenLast(seat -> seat.candidate().hits)
                .groupBy(Hit::count, sum(Hit::weight))
                .filter((count, total) -> total > count.free)
                .penalizeLong(SOFT, (count, total) -> (long) count.cost * (total - count.free))
                .asConstraint("employers and reserve");
    }

    Constraint days(ConstraintFactory factory) {
        return factory.forEach(Seat.class)
                .filter(seat -> seat.expert.mostDays >= 0 && seat.start != null)
                .groupBy(Seat::getExpert, sum(seat -> seat.start.days()))
                .filter((expert, total) -> total > expert.mostDays)
                .penalize(HARD, (expert, total) -> total - expert.mostDays).asConstraint("days a season");
    }

    /** A chair and a vice-chair, of whom one is not recused whatever the application. */
    Constraint presided(ConstraintFactory factory) {
        return factory.forEach(Seat.class)
                .filter(seat -> seat.candidate().chairs != null)
                .groupBy(Seat::getSession, toList(Seat::candidate))
                .filter((session, able) -> !hasPair(able))
                .penalize(HARD).asConstraint("presided");
    }

    private static boolean hasPair(List<Candidate> able) {
        for (int i = 0; i < able.size(); i++)
            for (int j = 0; j < i; j++)
                if (able.get(i) != able.get(j) && !able.get(i).chairs.intersects(able.get(j).chairs)) return true;
        return false;
    }

    Constraint somebodyPresides(ConstraintFactory factory) {
        return factory.forEach(Session.class)
                .ifNotExists(Seat.class, equal(session -> session, Seat::getSession),
                        filtering((session, seat) -> seat.candidate().chairs != null))
                .penalize(HARD, session -> 2).asConstraint("somebody presides");
    }

    Constraint rooms(ConstraintFactory factory) {
        return factory.forEach(RoomPair.class)
                .join(Session.class, equal(RoomPair::one, Session::getId))
                .join(Session.class, equal((pair, one) -> pair.other(), Session::getId))
                .filter((pair, one, other) -> one.shared(other) > 0)
                .penalize(HARD, (pair, one, other) -> one.shared(other)).asConstraint("rooms");
    }

    Constraint worth(ConstraintFactory factory) {
        return factory.forEach(Seat.class)
                .impactLong(SOFT, seat -> seat.candidate().worth).asConstraint("seats");
    }

    Constraint starts(ConstraintFactory factory) {
        return factory.forEach(Session.class)
                .impactLong(SOFT, session -> session.start.worth()).asConstraint("starts");
    }

    /** The n-th day of an expert costs n. */
    Constraint evenLoad(ConstraintFactory factory) {
        return factory.forEach(Seat.class)
                .groupBy(Seat::getExpert, sum(seat -> seat.getSession().days))
                .penalizeLong(SOFT, (expert, days) -> {
                    long all = expert.past + days;
                    return load * ((all * (all + 1) - (long) expert.past * (expert.past + 1)) / 2);
                }).asConstraint("even load");
    }

    Constraint readers(ConstraintFactory factory) {
        return factory.forEach(Seat.class)
                .flattenLast(seat -> seat.candidate().reads)
                .groupBy(Read::kind, toList())
                .rewardLong(SOFT, Rules::read).asConstraint("readers");
    }

    /** The best readings: from the fittest on, each as many as they may, until enough. */
    private static long read(Kind kind, List<Read> able) {
        long found = 0;
        int left = kind.wanted, below = Integer.MAX_VALUE;
        while (left > 0) {
            int best = 0, most = 0;
            for (Read one : able) {
                if (one.worth() >= below) continue;
                if (one.worth() > best) { best = one.worth(); most = one.most(); }
                else if (one.worth() == best) most += one.most();
            }
            if (best == 0) break;
            int taken = Math.min(left, most);
            found += (long) best * taken;
            left -= taken;
            below = best;
        }
        return found;
    }
}
