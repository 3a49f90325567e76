package timefold_model;

import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.solution.ProblemFactCollectionProperty;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import ai.timefold.solver.core.api.domain.variable.ShadowVariable;
import ai.timefold.solver.core.api.domain.variable.VariableListener;
import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import ai.timefold.solver.core.api.score.director.ScoreDirector;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StreamTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A season in numbers: sessions want a start, seats want an expert. Worths are thousandths of a point. */
@PlanningSolution
public class Season {
    public int halves;
    public long load;
    @PlanningEntityCollectionProperty public List<Session> sessions = new ArrayList<>();
    @PlanningEntityCollectionProperty public List<Seat> seats = new ArrayList<>();
    @ProblemFactCollectionProperty public List<RoomPair> rooms = new ArrayList<>();
    @PlanningScore public HardSoftLongScore score;

    public static final class Expert {
        public int id;
        public int past;
        public int mostDays;
    }

    public record Start(int place, int position, long worth, int days) {}

    /** Sessions by id: a fact must not hold an entity, of which the solver makes clones. */
    public record RoomPair(int one, int other) {}

    /** Σ weight of seats at most {@code high}; each unit beyond {@code free} costs {@code cost}. */
    public static final class Count {
        public int high;
        public int free;
        public int cost;
    }

    /** Cases alike: so many readings are wanted. */
    public static final class Kind {
        public int wanted;
    }

    public record Hit(Count count, int weight) {}

    public record Read(Kind kind, int worth, int most) {}

    /** An expert in a group: everything about the two that does not depend on a start. */
    public static final class Candidate {
        public Expert expert;
        public long worth;
        /** Sets of applications for which the expert cannot preside; null: may not chair. */
        public BitSet chairs;
        public List<Hit> hits = new ArrayList<>();
        public List<Read> reads = new ArrayList<>();
        /** Starts of the session, by place, at which the expert cannot come. */
        public BitSet away = new BitSet();
    }

    public static final class Group {
        public List<Expert> experts = new ArrayList<>();
        public Candidate[] of;
    }

    /** Harder sessions first: those with fewer starts for their length. */
    public static class Tightness implements java.util.Comparator<Session> {
        @Override public int compare(Session one, Session other) {
            int by = Integer.compare(other.starts.size() * one.length, one.starts.size() * other.length);
            return by != 0 ? by : Integer.compare(other.id, one.id);
        }
    }

    @PlanningEntity(difficultyComparatorClass = Tightness.class)
    public static class Session {
        @PlanningId public int id;
        public int length;
        public int days;
        public int district;
        @ValueRangeProvider public List<Start> starts = new ArrayList<>();
        @PlanningVariable public Start start;
        public List<Seat> seats = new ArrayList<>();
        /** By place of a start: seats for which too few can come, and by how much those who can are fewer than twice. */
        public int[] missing;
        public long[] scarce;

        public int getId() { return id; }

        /** Half-days in common: a clash that is nearly gone counts less, so that a search sees its way. */
        public int shared(Session other) {
            int here = start.position, there = other.start.position;
            return Math.min(here + length, there + other.length) - Math.max(here, there);
        }
    }

    /** Harder seats first: those with fewer candidates. */
    public static class Freedom implements java.util.Comparator<Seat> {
        @Override public int compare(Seat one, Seat other) {
            int by = Integer.compare(other.group.experts.size(), one.group.experts.size());
            return by != 0 ? by : Integer.compare(other.id, one.id);
        }
    }

    @PlanningEntity(difficultyComparatorClass = Freedom.class)
    public static class Seat {
        @PlanningId public int id;
        public Group group;
        public Session session;
        @PlanningVariable(valueRangeProviderRefs = "experts") public Expert expert;
        @ShadowVariable(variableListenerClass = Follow.class, sourceEntityClass = Session.class,
                sourceVariableName = "start")
        public Start start;

        @ValueRangeProvider(id = "experts") public List<Expert> getExperts() { return group.experts; }
        public Expert getExpert() { return expert; }
        public Session getSession() { return session; }
        public Candidate candidate() { return group.of[expert.id]; }
    }

    /** A seat is taken when its session starts. */
    public static class Follow implements VariableListener<Season, Session> {
        @Override public void beforeVariableChanged(ScoreDirector<Season> director, Session session) {}
        @Override public void afterVariableChanged(ScoreDirector<Season> director, Session session) {
            for (Seat seat : session.seats) {
                director.beforeVariableChanged(seat, "start");
                seat.start = session.start;
                director.afterVariableChanged(seat, "start");
            }
        }
        @Override public void beforeEntityAdded(ScoreDirector<Season> director, Session session) {}
        @Override public void afterEntityAdded(ScoreDirector<Season> director, Session session) {}
        @Override public void beforeEntityRemoved(ScoreDirector<Season> director, Session session) {}
        @Override public void afterEntityRemoved(ScoreDirector<Season> director, Session session) {}
    }

    /** The same sessions with nobody to seat. */
    Season withoutSeats() {
        seats.clear();
        sessions.forEach(session -> session.seats.clear());
        return this;
    }

    /** This season, read from the same file, with the starts of {@code other}. */
    Season datedAs(Season other) {
        for (int i = 0; i < sessions.size(); i++) {
            int place = other.sessions.get(i).start.place();
            Session session = sessions.get(i);
            session.start = session.starts.stream().filter(one -> one.place() == place).findFirst().orElseThrow();
            session.seats.forEach(seat -> seat.start = session.start);
        }
        return this;
    }

    /** Reads what {@code timefold.py} writes. */
    public static Season read(Path path) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(path)) {
            return new Numbers(reader).season();
        }
    }

    private static final class Numbers {
        private final StreamTokenizer tokens;

        Numbers(BufferedReader reader) { tokens = new StreamTokenizer(reader); }

        int next() throws IOException {
            if (tokens.nextToken() != StreamTokenizer.TT_NUMBER) throw new IOException("no number: " + tokens);
            return (int) tokens.nval;
        }

        Season season() throws IOException {
            Season season = new Season();
            season.halves = next();
            int experts = next(), sessions = next(), groups = next();
            season.load = next();
            List<Expert> everybody = new ArrayList<>();
            for (int i = 0; i < experts; i++) {
                Expert expert = new Expert();
                expert.id = i;
                expert.past = next();
                expert.mostDays = next();
                everybody.add(expert);
            }
            for (int i = 0; i < sessions; i++) season.sessions.add(session(i));
            List<Count> counts = new ArrayList<>();
            for (int left = next(); left > 0; left--) {
                Count count = new Count();
                count.high = next();
                count.free = next();
                count.cost = next();
                counts.add(count);
            }
            List<Kind> kinds = new ArrayList<>();
            for (int left = next(); left > 0; left--) {
                Kind kind = new Kind();
                kind.wanted = next();
                kinds.add(kind);
            }
            for (int i = 0; i < groups; i++) group(season, everybody, counts, kinds);
            for (int left = next(); left > 0; left--)
                season.rooms.add(new RoomPair(next(), next()));
            return season;
        }

        private Session session(int id) throws IOException {
            Session session = new Session();
            session.id = id;
            session.length = next();
            session.days = next();
            session.district = next();
            int starts = next();
            for (int place = 0; place < starts; place++)
                session.starts.add(new Start(place, next(), next(), next()));
            session.missing = new int[starts];
            session.scarce = new long[starts];
            Collections.shuffle(session.starts, new Random(id)); // ties of the first fit: not all on the first day
            return session;
        }

        private void group(Season season, List<Expert> everybody, List<Count> counts, List<Kind> kinds)
                throws IOException {
            Group group = new Group();
            Session session = season.sessions.get(next());
            group.of = new Candidate[everybody.size()];
            int size = next();
            for (int left = next(); left > 0; left--) {
                Candidate one = candidate(everybody, counts, kinds);
                group.experts.add(one.expert);
                group.of[one.expert.id] = one;
            }
            for (Start start : session.starts) {
                int free = 0;
                for (Expert expert : group.experts) if (!group.of[expert.id].away.get(start.place())) free++;
                session.missing[start.place()] += Math.max(0, size - free);
                session.scarce[start.place()] += 1000L * Math.max(0, 2 * size - free);
            }
            for (int i = 0; i < size; i++) {
                Seat seat = new Seat();
                seat.id = season.seats.size();
                seat.group = group;
                seat.session = session;
                season.seats.add(seat);
                session.seats.add(seat);
            }
        }

        private Candidate candidate(List<Expert> everybody, List<Count> counts, List<Kind> kinds) throws IOException {
            Candidate one = new Candidate();
            one.expert = everybody.get(next());
            one.worth = next();
            int masks = next();
            one.chairs = masks < 0 ? null : new BitSet();
            for (int left = masks; left > 0; left--) one.chairs.set(next());
            for (int left = next(); left > 0; left -= 2) one.hits.add(new Hit(counts.get(next()), next()));
            for (int left = next(); left > 0; left--) one.away.set(next());
            for (int left = next(); left > 0; left -= 3) one.reads.add(new Read(kinds.get(next()), next(), next()));
            return one;
        }
    }
}
