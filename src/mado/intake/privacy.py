from mado.kernel.privacy import classify

classify(
    "intake.ListUpload",
    "lasting",
    school="id code office uploaded_by file file_name file_sha256 file_bytes form encoding delimiter sheet header_line head "
    "headings mapping defaults state state_changed_at trouble work_total work_done rows to_create to_change to_choose "
    "unchanged rejected created changed overtaken wishes contacts restored removed kept created_at run_by finished_at "
    "undone_by undone_at emptied_at",
)
classify(
    "intake.ListRow",
    "draft",
    school="id upload line cells school wish verdict problems organization changes choice outcome kept_because former",
)
classify("intake.ListContact", "draft", school="id upload row name email role invited_at")
