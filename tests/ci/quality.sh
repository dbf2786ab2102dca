# What a reviewer would ask for.

# A restore without a lock file that fits quietly makes another one; the earlier phases may have done so.
lock_files() { run_group dotnet restore --locked-mode --force && git diff --exit-code -- '*packages.lock.json'; }

format() { run_group dotnet format --no-restore --verify-no-changes --verbosity minimal; }

release_build() { run_group dotnet build --no-restore -c Release -warnaserror; }
