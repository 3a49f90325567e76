package timefold_model;

import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import ai.timefold.solver.core.api.solver.SolutionManager;
import ai.timefold.solver.core.api.solver.Solver;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.solver.SolverConfig;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import timefold_model.Season.Seat;
import timefold_model.Season.Session;

/**
 * Reads a season, searches for so many seconds, and writes seats and starts.
 *
 * Words: problem, answer, seconds, configuration of the timetable, then those of the whole, each of which searches in a
 * thread of its own: the community edition gives one search one thread, so two cores search twice and the better counts.
 */
public class Peer {
    public static void main(String[] words) {
        try {
            run(words);
            System.exit(0);
        } catch (Exception fault) { // a thread that waits would keep the process
            fault.printStackTrace();
            System.exit(1);
        }
    }

    private static void run(String[] words) throws Exception {
        Path problem = Path.of(words[0]);
        double seconds = Double.parseDouble(words[2]);
        List<String> configurations = List.of(words).subList(4, words.length);
        List<Season> seasons = new ArrayList<>();
        for (int i = 0; i < configurations.size(); i++) seasons.add(Season.read(problem));
        Season bare = Season.read(problem).withoutSeats();
        Rules.halves = bare.halves;
        Rules.load = bare.load;

        Solver<Season> timetable = solver(words[3], seconds / 4);
        long began = System.nanoTime();
        Season dated = timetable.solve(bare);
        System.out.println("timetable " + dated.score + " after " + (System.nanoTime() - began) / 1_000_000 + " ms");
        double left = seconds - (System.nanoTime() - began) / 1e9;
        List<Callable<Season>> searches = new ArrayList<>();
        for (int i = 0; i < configurations.size(); i++) {
            Season season = seasons.get(i).datedAs(dated);
            String configuration = configurations.get(i);
            searches.add(() -> solver(configuration, left).solve(season));
        }
        ExecutorService threads = Executors.newFixedThreadPool(searches.size());
        List<Future<Season>> found = threads.invokeAll(searches);
        long ended = System.nanoTime();

        Season best = null;
        for (int i = 0; i < found.size(); i++) {
            Season one = found.get(i).get();
            System.out.println(Path.of(configurations.get(i)).getFileName() + " " + one.score);
            if (best == null || one.score.compareTo(best.score) > 0) best = one;
        }
        account(configurations.get(0), best);
        write(best, Path.of(words[1]), (ended - began) / 1_000_000);
    }

    private static Solver<Season> solver(String configuration, double seconds) {
        SolverConfig config = SolverConfig.createFromXmlFile(Path.of(configuration).toFile());
        if (config.getTerminationConfig() == null)
            config.withTerminationSpentLimit(Duration.ofMillis((long) (1000 * seconds)));
        else config.getTerminationConfig().withSpentLimit(Duration.ofMillis((long) (1000 * seconds)));
        return SolverFactory.<Season>create(config).buildSolver();
    }

    /** What each constraint makes of the best. */
    private static void account(String configuration, Season best) {
        SolverConfig config = SolverConfig.createFromXmlFile(Path.of(configuration).toFile());
        SolutionManager.<Season, HardSoftLongScore>create(SolverFactory.<Season>create(config)).analyze(best)
                .constraintAnalyses()
                .forEach(one -> System.out.println(one.constraintName() + ": " + one.score()));
    }

    private static void write(Season season, Path path, long milliseconds) throws Exception {
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(path))) {
            out.println(season.score.hardScore() + " " + season.score.softScore() + " " + milliseconds);
            out.println(season.sessions.stream().map(Peer::start).collect(Collectors.joining(" ")));
            out.println(season.seats.stream().map(Peer::expert).collect(Collectors.joining(" ")));
        }
    }

    private static String start(Session session) {
        return session.start == null ? "-1" : "" + session.start.position();
    }

    private static String expert(Seat seat) {
        return seat.expert == null ? "-1" : "" + seat.expert.id;
    }
}
